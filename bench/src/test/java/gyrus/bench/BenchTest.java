package gyrus.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.Gyrus;
import gyrus.bench.measure.PeakMeasurement;
import gyrus.bench.result.LabResultTest;
import gyrus.bench.result.Peaks;
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
        assertEquals(1, run("bench", "no such op", "--width", "1", "--size", "16", "--batch", "1"));
        assertTrue(errors.toString().startsWith("gyrus: bench: no op named \"no such op\"")
                && errors.toString().contains("conv forward"), errors.toString());
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

    @Test
    void twoResultFilesAreCompared() throws IOException {
        Path file = folder.resolve("result.json");
        LabResultTest.sample().write(file);

        assertEquals(0, run("bench", "--compare", file.toString(), file.toString()));

        assertTrue(out.toString().endsWith("2 no difference" + System.lineSeparator()), out.toString());
    }

    @Test
    void quickBenchWritesTableFileAndPage() {
        assertEquals(0, run("bench", "adam", "--quick", "--width", "1", "--size", "16", "--batch", "1", "--threads", "1",
                "--json", folder.resolve("lab.json").toString(), "--html", folder.resolve("lab.html").toString()));

        assertTrue(out.toString().contains("% of peak") && out.toString().contains("Vectorized"), out.toString());
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
            errors.getBuffer().setLength(0);
            List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
            arguments.addAll(List.of("--device", "cuda:98"));
            assertEquals(1, run(arguments.toArray(String[]::new)), errors.toString());
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

    private int run(String... arguments) {
        CommandLine lab = Gyrus.commandLine(new Bench());
        return lab.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(errors, true)).execute(arguments);
    }
}
