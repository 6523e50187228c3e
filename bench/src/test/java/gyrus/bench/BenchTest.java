package gyrus.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.Gyrus;
import gyrus.bench.measure.PeakMeasurement;
import gyrus.bench.result.LabResultTest;
import gyrus.bench.result.Peaks;
import gyrus.kernels.device.Machine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The lab's commands as they are typed. */
final class BenchTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @Test
    void anUnknownOpIsAnsweredByThoseThereAre() {
        for (String command : List.of("bench", "bench agree")) {
            assertEquals(2, run(command, "no such op"));
            assertTrue(error().startsWith("gyrus: no op has \"no such op\" in its name; ops: adam, ")
                    && error().contains("conv forward"), error());
        }
    }

    @Test
    void anUnknownVariantIsAnsweredByThoseThereAre() {
        for (String command : List.of("bench", "bench agree")) {
            assertEquals(2, run(command, "max pool forward", "--variant", "Vectorised"));
            assertEquals("gyrus: --variant Vectorised: no variant of max pool forward has this name; there are Cudnn, Reference,"
                    + " TwoByTwo, Vectorized, vectorized", error());
        }
    }

    @Test
    void oneVariantAloneIsChecked() {
        assertEquals(0, run("bench agree", "max pool forward", "--variant", "Vectorized", "--threads", "1"));
        assertTrue(out.toString().contains("1 variant on "), out.toString());
    }

    @Test
    void aNetworkThatCannotBeIsRefusedInOneLine() {
        assertEquals(1, run("bench", "--size", "100"));
        assertEquals(1, errors.toString().lines().count(), errors.toString());
    }

    @Test
    void aMissingFolderIsSaidBeforeAnythingIsMeasured() {
        Path file = folder.resolve("absent/lab.html");
        assertEquals(1, run("bench", "fill", "--width", "1", "--size", "16", "--html", file.toString()));
        assertEquals("gyrus: " + file.getParent() + ": no such folder", errors.toString().strip());
    }

    private Path result(String name, double multiple, Machine machine) throws IOException {
        Path file = folder.resolve(name);
        LabResultTest.sample(multiple, machine).write(file);
        return file;
    }

    @Test
    void twoResultFilesAreCompared() throws IOException {
        Machine machine = new Machine("Test 9000", 2, 256);
        String before = result("before.json", 1, machine).toString();
        String after = result("after.json", 1.2, machine).toString();

        assertEquals(0, run("bench", "--compare", before, before, "--tolerance", "0"));
        assertTrue(out.toString().endsWith("2 SAME" + System.lineSeparator()), out.toString());
        assertEquals(0, run("bench", "--compare", before, after));
        assertTrue(out.toString().endsWith("2 SLOWER" + System.lineSeparator()), out.toString());
        assertEquals(0, run("bench", "--compare", before, after, "--tolerance", "25"));
        assertEquals(1, run("bench", "--compare", before, after, "--tolerance", "15"));
        assertTrue(out.toString().contains("slower by more than 15.0 %: conv forward [1,2,3,4] & more Direct; "), out.toString());
        assertEquals(0, run("bench", "--compare", after, before, "--tolerance", "15"), "faster is welcome");
    }

    @Test
    void resultsOfDifferentMachinesAreComparedOnRequestOnly() throws IOException {
        String one = result("one.json", 1, new Machine("Test 9000", 2, 256)).toString();
        String other = result("other.json", 1, new Machine("Test 9000", 1, 256)).toString();

        assertEquals(1, run("bench", "--compare", one, other));
        assertTrue(error().contains("different machines: Test 9000, 2 threads, 256-bit vectors in " + one)
                && error().contains("add --across-machines"), error());
        assertEquals(0, run("bench", "--compare", one, other, "--across-machines"));
    }

    @Test
    void aComparisonTakesNoOptionThatItWouldIgnore() throws IOException {
        String file = result("result.json", 1, new Machine("Test 9000", 2, 256)).toString();

        for (String option : List.of("--html", "--json", "--markdown")) {
            assertEquals(2, run("bench", "--compare", file, file, option, folder.resolve("page").toString()));
            assertEquals("gyrus: " + option + ": cannot be used with --compare, which reads two results and prints verdicts",
                    error());
        }
        assertEquals(2, run("bench", "--tolerance", "5"));
        assertEquals("gyrus: --tolerance: is for --compare alone", error());
        assertFalse(Files.exists(folder.resolve("page")));
    }

    @Test
    void tuningTellsWhetherDevicesUseItsFile() {
        Path used = folder.resolve("cache").resolve("machine.tsv");

        assertEquals("saved in " + used + "; used by cpu:1:tuned", TuneCommand.saved(used, used, "cpu:1:tuned"));
        assertEquals("saved in tuning.tsv; cpu:1:tuned will use it once it is copied to " + used,
                TuneCommand.saved(Path.of("tuning.tsv"), used, "cpu:1:tuned"));
    }

    @Test
    void quickBenchWritesTableFileAndPage() {
        assertEquals(0, run("bench", "adam", "--quick", "--width", "1", "--size", "16", "--batch", "1", "--threads", "1",
                "--json", folder.resolve("lab.json").toString(), "--html", folder.resolve("lab.html").toString()));

        assertTrue(out.toString().contains("% of peak") && out.toString().contains("Vectorized"), out.toString());
        assertTrue(errors.toString().startsWith("measurements: 1; checking and timing take about "), errors.toString());
        assertTrue(Files.exists(folder.resolve("lab.json")) && Files.exists(folder.resolve("lab.html")));
    }

    @Test
    void everyVariantOfAnOpIsCheckedAgainstItsReference() {
        assertEquals(0, run("bench", "agree", "max pool", "--threads", "1"));
        assertTrue(out.toString().contains("max pool forward") && out.toString().contains("Vectorized"), out.toString());
        assertTrue(out.toString().contains("4 variants on ") && out.toString().contains("all agree"), out.toString());
    }

    @Test
    void aGpuThatIsNotThereIsSaidInOneLine() {
        for (String command : List.of("bench --quick", "bench agree", "bench step --only", "bench serve", "tune", "profile")) {
            assertEquals(1, run(command, "--device", "cuda:98"), errors.toString());
            assertTrue(errors.toString().startsWith("gyrus: device cuda:98: ") && errors.toString().contains("use device cpu")
                    || errors.toString().contains("or device cpu"), errors.toString());
            assertEquals(1, errors.toString().lines().count(), errors.toString());
        }
    }

    @Test
    void theProfileAccountsForTheWholeStep() {
        assertEquals(0, run("profile", "--width", "1", "--size", "16", "--batch", "1", "--steps", "2", "--warm-up", "0",
                "--device", "cpu:1"));

        double shares = out.toString().lines().takeWhile(line -> !line.startsWith("the longest")).skip(4)
                .filter(line -> line.contains(" %")).mapToDouble(BenchTest::share).sum();
        assertEquals(100, shares, 1, out.toString());
    }

    @Test
    void theProfileListsAsManyProblemsAsAsked() {
        assertEquals(0, run("profile", "--width", "1", "--size", "16", "--batch", "1", "--steps", "1", "--warm-up", "0",
                "--device", "cpu:1", "--problems", "3"));

        assertEquals(3, out.toString().lines().dropWhile(line -> !line.startsWith("the longest")).skip(1).count(), out.toString());
        assertEquals(1, run("profile", "--problems", "-1"));
        assertEquals("profile: 5 steps and -1 problems; expected at least 1 and at least 0",
                errors.toString().lines().toList().getLast().replaceFirst("^gyrus: ", ""));
    }

    @Test
    void theCommandInAResultCanBeTypedAgain() {
        assertEquals("--quick", OutputOptions.quoted("--quick"));
        assertEquals("'conv forward'", OutputOptions.quoted("conv forward"));
        assertEquals("'* 3x3'", OutputOptions.quoted("* 3x3"));
        assertEquals("'it'\\''s'", OutputOptions.quoted("it's"));
    }

    private static double share(String line) {
        return Double.parseDouble(line.replaceFirst("^.*?s +([0-9.]+) %.*$", "$1"));
    }

    @Test
    void limitsAreThoseOfARealMachine() {
        Peaks peaks = PeakMeasurement.of(1);

        assertTrue(peaks.gigaflops() > 1 && peaks.gigaflops() < 1000, peaks.toString());
        assertTrue(peaks.gigabytes() > 0.5 && peaks.gigabytes() < 1000, peaks.toString());
        assertEquals(2, new Peaks(100, 10).leastSeconds(1e9, 20e9), 1e-12);
        assertEquals(10, new Peaks(100, 10).ridge(), 1e-12);
    }

    private int run(String command, String... arguments) {
        out.getBuffer().setLength(0);
        errors.getBuffer().setLength(0);
        List<String> all = new ArrayList<>(List.of(command.split(" ")));
        all.addAll(List.of(arguments));
        CommandLine lab = Gyrus.commandLine(new Bench());
        return lab.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(errors, true)).execute(all.toArray(String[]::new));
    }

    private String error() {
        return errors.toString().strip();
    }
}
