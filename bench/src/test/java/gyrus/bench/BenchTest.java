package gyrus.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.Gyrus;
import gyrus.bench.measure.CacheSizes;
import gyrus.bench.measure.Case;
import gyrus.bench.measure.PeakMeasurement;
import gyrus.bench.result.LabResult;
import gyrus.bench.result.LabResultTest;
import gyrus.bench.result.Measurement;
import gyrus.bench.result.Peaks;
import gyrus.bench.workload.NetworkShape;
import gyrus.kernels.device.Catalog;
import gyrus.kernels.device.Machine;
import gyrus.kernels.device.Profile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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
        assertEquals(2, run("bench", "--size", "100"));
        assertEquals(1, errors.toString().lines().count(), errors.toString());
    }

    @Test
    void aMissingFolderIsSaidBeforeAnythingIsMeasured() {
        Path file = folder.resolve("absent/lab.html");
        assertEquals(1, run("bench", "fill", "--width", "1", "--size", "16", "--html", file.toString()));
        assertEquals("gyrus: " + file.getParent() + ": no such folder", errors.toString().strip());
        for (String command : List.of("bench --html", "bench step --json", "profile --problems", "tune --out")) {
            assertEquals(1, run(command, folder.toString()));
            assertEquals("gyrus: " + folder + ": is a folder; name a file", error());
        }
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
        assertEquals("gyrus: --tolerance: is for --compare and --since alone", error());
        assertEquals(2, run("bench", "fill", "--since", "HEAD", "--html", folder.resolve("page").toString()));
        assertEquals(
                "gyrus: --html: cannot be used with --since, which times two builds on the CPU by turns and keeps both results",
                error());
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
                "--device", "cpu:1", "--longest", "3"));

        assertEquals(3, out.toString().lines().dropWhile(line -> !line.startsWith("the longest")).skip(1).count(), out.toString());
    }

    @Test
    void theProfileIsWrittenForProgramsAndAsAPage() throws IOException {
        Path json = folder.resolve("profile.json");
        Path html = folder.resolve("profile.html");
        assertEquals(0, run("profile", "--width", "1", "--size", "16", "--batch", "1", "--steps", "1", "--warm-up", "0",
                "--device", "cpu:1", "--json", json.toString(), "--html", html.toString()));

        JsonNode profile = JsonMapper.shared().readTree(Files.readString(json));
        List<Profile.Row<?>> launches = new NetworkShape(1, 16, 1).trainingLaunches();
        assertEquals(launches.stream().mapToLong(Profile.Row::calls).sum(), profile.get("recorded").get("launches").size());
        assertEquals(NetworkShape.flops(launches),
                profile.get("rows").valueStream().mapToDouble(row -> row.get("flops").asDouble()).sum(), 1);
        assertEquals("cpu:1", profile.get("setting").get("command").asString().replaceFirst(".*--device (\\S+).*", "$1"));
        assertTrue(Files.readString(html).contains("One step, launch by launch"));
        for (String option : List.of("--json", "--html", "--problems", "--flame")) {
            assertEquals(1, run("profile", option, folder.resolve("absent/file").toString()));
            assertEquals("gyrus: " + folder.resolve("absent") + ": no such folder", error());
        }
    }

    @Test
    void theMethodsOfAStepAreDrawn() throws IOException {
        Path flame = folder.resolve("flame.html");
        assertEquals(0, run("profile", "--width", "1", "--size", "16", "--batch", "1", "--steps", "1", "--warm-up", "0",
                "--device", "cpu:1", "--inference", "--flame", flame.toString()), errors.toString());

        String page = Files.readString(flame);
        assertTrue(page.contains("inference, width 1, 16x16, batch 1, on cpu (1 thread, "));
        assertTrue(page.contains("gyrus.model.DenseUNet.forward: "));
    }

    @Test
    void theProblemsOfAProfileAreReadAgain() throws IOException {
        Path file = folder.resolve("problems.txt");
        assertEquals(0, run("profile", "--width", "1", "--size", "16", "--batch", "1", "--steps", "1", "--warm-up", "0",
                "--device", "cpu:1", "--longest", "100", "--problems", file.toString()));
        Set<String> pasted = out.toString().lines().filter(line -> line.endsWith("'"))
                .map(line -> line.substring(line.indexOf('\'') + 1, line.length() - 1)).collect(Collectors.toSet());
        Set<String> network = new NetworkShape(1, 16, 1).trainingLaunches().stream()
                .map(row -> row.op().name() + " " + row.problem()).collect(Collectors.toSet());

        assertEquals(network, problems(pasted.stream()));
        assertEquals(network, problems(Files.readString(file).lines().map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())));
        assertEquals(0, run("bench agree", "max pool", "--problems", file.toString(), "--threads", "1"));
        assertTrue(out.toString().endsWith("all agree" + System.lineSeparator()), out.toString());
    }

    private static Set<String> problems(Stream<String> texts) {
        return texts.flatMap(text -> Case.parse(text, Catalog.ops()).stream()).map(each -> each.op().name() + " " + each.problem())
                .collect(Collectors.toSet());
    }

    @Test
    void whatWasMeasuredIsListedAndReadAgain() throws IOException {
        assertEquals(0, run("bench", "fill", "--problem", "y=5", "--quick", "--threads", "1"), errors.toString());
        String kept = out.toString().lines().filter(line -> line.startsWith("kept: ")).findFirst().orElseThrow().substring(6);
        assertEquals("fill", LabResult.read(Path.of(kept)).measurements().getFirst().op());

        assertEquals(0, run("bench history", "--threads", "1"));

        String listed = out.toString().lines().filter(line -> line.endsWith("  " + kept)).findFirst().orElseThrow();
        assertTrue(listed.contains("  gyrus bench fill --problem y=5 --quick --threads 1  "), listed);
        assertEquals(0, run("bench", "--compare", kept, kept));
        assertEquals(0, run("bench history", "--threads", "99"));
        assertTrue(out.toString().startsWith("no results yet in "), out.toString());
    }

    @Test
    void givenProblemsAreCheckedAndTimed() throws IOException {
        Path json = folder.resolve("lab.json");
        Path file = Files.writeString(folder.resolve("problems.txt"), """
                # two problems, one of another op
                n=1,h=5,channels=3 # the last row is left out

                fill y=7,value=2
                """);

        assertEquals(0, run("bench", "max pool forward", "--problem", "h=2:4:*2,channels=3", "--problem", "h=4,channels=3",
                "--problems", file.toString(), "--quick", "--threads", "1", "--json", json.toString()), errors.toString());

        LabResult result = LabResult.read(json);
        assertEquals(List.of("[1,2,2,3] 2x2 stride 2 -> [1,1,1,3]", "[1,4,4,3] 2x2 stride 2 -> [1,2,2,3]",
                "[1,5,5,3] 2x2 stride 2 -> [1,2,2,3]"),
                result.measurements().stream().map(Measurement::problem).distinct().toList());
        assertTrue(result.measurements().stream().allMatch(each -> each.relativeError() == 0), "each is checked itself");
        assertEquals("none: the problems were given", result.setting().network());
    }

    @Test
    void coldTimesStandBesideWarmOnes() throws IOException {
        Path json = folder.resolve("lab.json");
        Path html = folder.resolve("lab.html");

        assertEquals(0, run("bench", "fill", "--problem", "y=1048576", "--quick", "--cold", "--threads", "1", "--json",
                json.toString(), "--html", html.toString()), errors.toString());

        assertTrue(LabResult.read(json).measurements().stream().allMatch(each -> each.cold().isPresent()));
        assertTrue(out.toString().lines().anyMatch(line -> line.startsWith("  Vectorized") && line.matches(".* cold \\S+ .s .*")),
                out.toString());
        assertTrue(Files.readString(html).contains(">cold</text>"));
        assertEquals(2, run("bench", "fill", "--cold", "--device", "cuda:0"));
        assertEquals("gyrus: --cold: times on the CPU alone, not on cuda:0", error());
        for (String command : List.of("bench fill", "bench step --only")) {
            assertEquals(2, run(command, "--counters", "--device", "cuda:0"));
            assertEquals("gyrus: --counters: counts on the CPU alone, not on cuda:0", error());
        }
    }

    @Test
    void aWrongProblemIsWrongUsageThatSaysWhere() throws IOException {
        Path file = Files.writeString(folder.resolve("problems.txt"), "# none\n\nmatmul m=1,n=1,k=0\n");
        for (String command : List.of("bench", "bench agree")) {
            assertEquals(2, run(command, "max pool", "--problem", "h=4,channels=0"));
            assertEquals("gyrus: --problem: channels=0: expected a whole number from 1 to 2147483647", error());
            assertEquals(2, run(command, "--problems", file.toString()));
            assertEquals("gyrus: --problems " + file + ", line 3: k=0: expected a whole number from 1 to 2147483647", error());
        }
        Files.writeString(file, "matmul m=1,n=1,k=1\n");
        assertEquals(2, run("bench", "max pool", "--problems", file.toString()));
        assertEquals("gyrus: --problems " + file + ": no line has a problem of max pool forward, max pool gradient", error());
        assertEquals(2, run("bench", "matmul", "--problem", "m=1,n=1,k=1", "--batch", "3"));
        assertEquals("gyrus: --batch: is for the network's problems, and --problem and --problems replace them", error());
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
        assertEquals(CacheSizes.ofThisMachine().levels().keySet().stream().map(level -> "L" + level).toList(),
                peaks.caches().stream().map(Peaks.Cache::name).toList());
        assertTrue(peaks.caches().stream().allMatch(cache -> cache.gigabytes() > 0.5 && cache.gigabytes() < 5000),
                peaks.toString());
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
