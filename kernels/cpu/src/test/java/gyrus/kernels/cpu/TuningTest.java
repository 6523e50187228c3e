package gyrus.kernels.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.kernels.Extent;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.Machine;
import gyrus.kernels.device.ReferenceDevice;
import gyrus.kernels.device.Selector;
import gyrus.kernels.device.Tuning;
import gyrus.kernels.fill.Fill;
import gyrus.kernels.fill.FillSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measured choices: saved and read again, used between pinned and declared ones, refused when they are not this machine's. */
final class TuningTest {

    private static final Machine MACHINE = new Machine("Test 9000", 2, 256);
    private static final Fill OP = new Fill();
    private static final FillSpec MEASURED = new FillSpec(Extent.vector(8), 0);
    private static final FillSpec OTHER = new FillSpec(Extent.vector(9), 0);

    @TempDir
    private Path folder;

    @Test
    void aSavedFileIsReadAgain() throws IOException {
        Path file = folder.resolve("tuning.tsv");

        Files.writeString(file, tuning("Vectorized").text());

        assertEquals(tuning("Vectorized"), Tuning.load(file, MACHINE));
    }

    @Test
    void thePinnedVariantGoesBeforeTheMeasuredAndTheMeasuredBeforeTheDeclared() {
        try (Device reference = new ReferenceDevice(); Device cpu = new CpuDevice(1)) {
            Selector measured = Selector.measured(tuning("Reference"));

            assertEquals("Vectorized", Selector.declared().choose(OP, MEASURED, cpu).name());
            assertEquals("Reference", measured.choose(OP, MEASURED, reference).name());
            assertEquals("Vectorized", measured.choose(OP, OTHER, cpu).name(), "a problem that was not measured");
            assertEquals("Vectorized", measured.pinning(Map.of(OP.name(), "Vectorized")).choose(OP, MEASURED, cpu).name());
        }
    }

    @Test
    void aMeasuredVariantThatCannotServeIsNotPassedOverInSilence() {
        try (Device cpu = new CpuDevice(1)) {
            String message = assertThrows(IllegalArgumentException.class,
                    () -> Selector.measured(tuning("Reference")).choose(OP, MEASURED, cpu)).getMessage();

            assertTrue(message.contains("run ./gyrus tune"), message);
        }
    }

    @Test
    void anotherMachinesFileIsRefused() throws IOException {
        Path file = folder.resolve("tuning.tsv");
        Files.writeString(file, tuning("Vectorized").text());

        assertEquals(file + ": was measured on another machine: Test 9000, 2 threads, 256-bit vectors; this one is Test 9000,"
                + " 1 thread, 256-bit vectors; measure it by ./gyrus tune", refusal(file, new Machine("Test 9000", 1, 256)));
    }

    @Test
    void aFileThatNamesAVariantWhichIsGoneIsStale() throws IOException {
        Path file = folder.resolve("tuning.tsv");
        Files.writeString(file, tuning("Former").text());

        assertEquals(file + ": is stale: there is no variant Former of fill; measure it by ./gyrus tune", refusal(file, MACHINE));
    }

    @Test
    void missingAndForeignFilesSayWhatToDo() throws IOException {
        Path foreign = Files.write(folder.resolve("foreign"), List.of("a,b,c", "1,2,3"));

        assertTrue(refusal(folder.resolve("absent"), MACHINE).endsWith("measure it by ./gyrus tune"));
        assertTrue(refusal(foreign, MACHINE).contains("is no tuning file"));
    }

    private static Tuning tuning(String variant) {
        return new Tuning(MACHINE, Map.of(new Tuning.Key(OP.name(), MEASURED.toString()), variant));
    }

    private static String refusal(Path file, Machine machine) {
        return assertThrows(Tuning.TuningException.class, () -> Tuning.load(file, machine)).getMessage();
    }
}
