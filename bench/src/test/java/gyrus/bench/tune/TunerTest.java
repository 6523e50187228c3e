package gyrus.bench.tune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.bench.measure.Case;
import gyrus.bench.measure.halving.Halve;
import gyrus.bench.tune.Tuner.Choice;
import gyrus.bench.workload.NetworkShape;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.device.Selector;
import gyrus.kernels.device.Tuning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tuned device chooses the variant that was measured to be the fastest. */
final class TunerTest {

    @TempDir
    private Path folder;

    @Test
    void aTunedDeviceChoosesWhatWasMeasuredToBeFastest() throws IOException {
        List<Case<?>> cases = Case.ofNetwork(new NetworkShape(4, 16, 1)).stream()
                .filter(each -> each.op().name().equals("conv forward")).limit(4).toList();

        try (CpuDevice device = new CpuDevice(1)) {
            List<Choice> choices = new Tuner(line -> {}).measure(cases, device);
            Path file = folder.resolve("tuning.tsv");
            Files.writeString(file, Tuner.tuning(choices, CpuDevice.machine(1)).text());

            assertFalse(choices.isEmpty(), "convolutions have several variants");
            Selector tuned = Selector.measured(Tuning.load(file, CpuDevice.machine(1)));
            choices.forEach(choice -> assertEquals(choice.fastest(), chosen(tuned, choice.problem(), device)));
            assertTrue(choices.stream().allMatch(choice -> choice.fastestSeconds() <= choice.declaredSeconds()));
        }
    }

    /** An op with a right and a wrong variant of equal cost is tuned to the right one. */
    @Test
    void aVariantThatDisagreesIsNeverChosen() {
        List<String> said = new ArrayList<>();
        try (CpuDevice device = new CpuDevice(1)) {
            assertEquals(List.of(), new Tuner(said::add).measure(List.of(new Case<>(new Halve(), 7, 1)), device));
        }
        assertEquals(1, said.size());
        assertTrue(said.getFirst().startsWith("halve Slanted: not chosen, it disagrees, worst error"), said.toString());
    }

    private static <S> String chosen(Selector selector, Case<S> each, CpuDevice device) {
        return selector.choose(each.op(), each.problem(), device).name();
    }
}
