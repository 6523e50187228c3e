package gyrus.bench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.failure.UserError;
import gyrus.bench.result.Conditions.Sample;
import gyrus.bench.result.LabResult.Refusal;
import gyrus.bench.result.LabResult.Setting;
import gyrus.kernels.device.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results on disk and on the terminal. */
public final class LabResultTest {

    @TempDir
    private Path folder;

    /** The sample with other median times: each iteration takes a multiple of what it took. */
    public static LabResult sample(double multiple, Machine machine) {
        LabResult all = sample();
        Setting setting = all.setting();
        return new LabResult(
                new Setting(setting.started(), setting.command(), setting.commit(), machine, setting.peaks(), setting.java(),
                        setting.network(), setting.load()),
                all.measurements().stream().map(each -> new Measurement(each.op(), each.problem(), each.variant(), each.calls(),
                        each.flops(), each.bytes(), each.worstError(), each.relativeError(),
                        new Times(each.times().seconds().stream()
                                .map(fork -> fork.stream().map(second -> multiple * second).toList()).toList(), 0)))
                        .toList(),
                all.refusals());
    }

    /** Two variants of a problem with 4 Gflop and 0.1 GB, on a machine that does 100 GFLOP/s and 10 GB/s. */
    public static LabResult sample() {
        Times fast = new Times(List.of(List.of(0.050, 0.051), List.of(0.049, 0.050)), 0);
        Times slow = new Times(List.of(List.of(0.100, 0.104), List.of(0.099, 0.100)), 4096);
        return new LabResult(
                new Setting("2026-01-02 03:04", "gyrus bench 'conv <forward>'", "0123abc",
                        new Machine("Test 9000", 2, 256), new Peaks(100, 10),
                        "Java 25", "width 32, 128x128, batch 8", 0.3),
                List.of(new Measurement("conv forward", "[1,2,3,4] & more", "Direct", 1, 4e9, 1e8, 0.25, 1e-7, slow),
                        new Measurement("conv forward", "[1,2,3,4] & more", "Winograd", 1, 4e9, 1e8, 0.5, 3.5e-7, fast)),
                List.of(new Refusal("conv forward", "Wrong", "disagrees, worst error 200 % of the bound on [1,2,3,4]")));
    }

    @Test
    void aFileReadAgainIsTheSameResult() throws IOException {
        Path file = folder.resolve("result.json");

        sample().write(file);

        assertEquals(sample(), LabResult.read(file));
    }

    @Test
    void anotherJsonFileIsRefusedInOneLine() throws IOException {
        Path file = Files.writeString(folder.resolve("other.json"), "[1, 2");

        String message = assertThrows(UserError.class, () -> LabResult.read(file)).getMessage();

        assertTrue(message.startsWith(file + ": is no result of gyrus bench --json") && !message.contains("\n"), message);
    }

    @Test
    void aResultWithoutItsSettingIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("old.json"), "{\"measurements\": [], \"refusals\": []}");

        assertThrows(UserError.class, () -> LabResult.read(file));
    }

    @Test
    void theFastestVariantComesFirstWithItsShareOfTheNearerLimit() {
        List<String> lines = ResultText.of(sample());

        String winograd = lines.get(lines.size() - 4);
        assertTrue(winograd.startsWith("  Winograd ") && winograd.contains("50.0 ms") && winograd.contains("80.0 GFLOP/s")
                && winograd.contains("80 % of peak") && winograd.contains("100 % of best")
                && winograd.contains("error 0.500 of bound, 3.5e-07 of the results"), winograd);
        String direct = lines.get(lines.size() - 3);
        assertTrue(direct.startsWith("  Direct ") && direct.contains("50 % of best") && direct.contains("allocates 4096"), direct);
        assertTrue(lines.getLast().contains("Wrong: not timed"), lines.getLast());
    }

    @Test
    void coldTimesAndDisturbedIterationsStandBehindAMeasurement() {
        LabResult all = sample();
        Measurement direct = all.measurements().getFirst();
        Times disturbed = Times.of(List.of(List.of(new Sample(0.1, 0, 0, 2000), new Sample(0.1, 0, 0, 2000),
                new Sample(0.3, 0.5, 0, 2000))), 0);
        Measurement both = new Measurement(direct.op(), direct.problem(), direct.variant(), direct.calls(), direct.flops(),
                direct.bytes(), direct.worstError(), direct.relativeError(), disturbed, Optional.of(direct.times()),
                Optional.of(new Counts(3e6, 1e6, 12, Double.NaN)));
        LabResult result = new LabResult(all.setting(), List.of(both), List.of());

        assertTrue(ResultText.of(result).getLast().endsWith("   cold 100 ms (1.00x)   3.00 instructions a cycle,"
                + " 12.0 misses of the last cache   1 of 3 iterations disturbed, dropped"),
                ResultText.of(result).getLast());
        assertEquals("2 SAME", new ResultComparison(result, result).lines().get(4));
    }

    @Test
    void aComparisonCountsItsVerdictsAndNamesWhatOnlyOneSideHas() {
        LabResult all = sample();
        LabResult one = new LabResult(all.setting(), all.measurements().subList(0, 1), List.of());

        List<String> lines = new ResultComparison(all, one).lines();

        assertTrue(lines.getFirst().startsWith("before: 2026-01-02 03:04; commit 0123abc; Test 9000"), lines.toString());
        assertTrue(lines.get(2).startsWith("SAME ") && lines.get(2).endsWith("conv forward [1,2,3,4] & more Direct"),
                lines.toString());
        assertTrue(lines.contains("only before: conv forward [1,2,3,4] & more Winograd"), lines.toString());
        assertEquals("1 SAME", lines.getLast());
    }

    @Test
    void quantilesLieBetweenTheNeighbours() {
        assertEquals(2.5, Times.quantile(new double[] {4, 1, 3, 2}, 0.5));
        assertEquals(1.3, Times.quantile(new double[] {4, 1, 3, 2}, 0.1), 1e-12);
        assertEquals(7, Times.quantile(new double[] {7}, 0.9));
    }
}
