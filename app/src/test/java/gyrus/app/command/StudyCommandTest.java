package gyrus.app.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.CommandRun;
import gyrus.app.Gyrus;
import gyrus.app.GyrusProcess;
import gyrus.app.experiment.SmallScans;
import gyrus.app.imaging.nifti.Datatype;
import gyrus.app.imaging.nifti.NiftiReader;
import gyrus.app.imaging.nifti.NiftiWriter;
import gyrus.app.imaging.volume.Affine;
import gyrus.app.imaging.volume.Volume;
import gyrus.app.run.RunLock;
import gyrus.app.study.ProcessPool;
import gyrus.model.checkpoint.Checkpoint;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code gyrus study} from scans to report: its jobs one by one, two at a time, killed and resumed. */
final class StudyCommandTest {

    @TempDir
    private Path folder;

    private Path scans;

    @BeforeEach
    void makeScans() throws IOException {
        scans = folder.resolve("scans");
        SmallScans.write(scans, 3);
    }

    @Test
    void itLeavesAReportWithEveryFigureAndSkipsWhatIsDone() throws Exception {
        Path study = folder.resolve("study");
        CommandRun run = study(study, "--seeds", "2", "--folds", "2");
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.out().contains("p = "), run.out());
        JsonNode json = JsonMapper.shared().readTree(Files.readString(study.resolve("study.json")));
        assertEquals(2 * 2 * 2 * 2, json.get("results").size());
        JsonNode dice = json.get("analysis").get("comparisons").get(0).get("gains").get("DICE");
        assertEquals(2, dice.get("difference").get("differences").size());
        assertEquals(dice.get("arm").asDouble() - dice.get("against").asDouble(),
                dice.get("difference").get("centre").asDouble(), 1e-12);
        String page = Files.readString(study.resolve("study.html"));
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(page)));
        assertFalse(page.contains("http:") || page.contains("https:") || page.contains("<script"), "nothing is fetched or run");
        for (String finding : run.out().lines().filter(line -> line.contains("Trained on")).toList()) {
            assertTrue(page.contains(finding.replace("\"", "&quot;")), finding);
        }

        Map<String, FileTime> times = resultTimes(study);
        CommandRun again = CommandRun.of("study", "--out", study, "--resume");
        assertEquals(0, again.exit(), again.err());
        assertTrue(again.err().contains("16, of which 16 are done"), again.err());
        assertEquals(times, resultTimes(study));
    }

    @Test
    @Tag("slow") // seven Java processes
    void twoDevicesLeaveTheVerySameResultsAndWeightsAsOne() throws IOException {
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        assertEquals(0, study(one, "--seeds", "1", "--folds", "2", "--scans", "2", "--device", "cpu:1").exit());
        CommandRun run = study(two, "--seeds", "1", "--folds", "2", "--scans", "2", "--device", "cpu:1,cpu:2");
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.err().contains("4/4 "), run.err());
        assertSameStudy(one, two);
        String environment = Files.readString(two.resolve("env.json"));
        assertTrue(environment.matches("(?s).*\"cpu: 1 thread[^;\"]*; cpu: 2 threads[^;\"]*\".*"), environment);
    }

    /** As an array of a cluster does it, in no order. */
    @Test
    void jobsOneByOneAndThenTheReportAreTheStudyInOneGo() throws IOException {
        Path whole = folder.resolve("whole");
        assertEquals(0, study(whole, "--seeds", "1", "--folds", "1", "--device", "cpu:1").exit());
        Path array = folder.resolve("array");
        assertEquals(0, study(array, "--seeds", "1", "--folds", "1", "--jobs", "0").exit());
        for (String number : List.of("4", "1", "3", "2")) {
            CommandRun job = CommandRun.of("study", "--out", array, "--job", number, "--device", "cpu:2");
            assertEquals(0, job.exit(), job.err());
        }
        CommandRun report = CommandRun.of("study", "--out", array, "--resume");
        assertEquals(0, report.exit(), report.err());
        assertTrue(report.err().contains("4, of which 4 are done"), report.err());
        assertSameStudy(whole, array);
    }

    private static void assertSameStudy(Path expected, Path actual) throws IOException {
        List<String> files;
        try (Stream<Path> tree = Files.walk(expected)) {
            files = tree.map(file -> expected.relativize(file).toString())
                    .filter(name -> name.matches(".*(result|study|config)\\.json|.*\\.safetensors")).sorted().toList();
        }
        assertTrue(files.stream().filter(name -> name.endsWith("result.json")).count() >= 4, files.toString());
        for (String file : files) {
            assertArrayEquals(Files.readAllBytes(expected.resolve(file)), Files.readAllBytes(actual.resolve(file)), file);
        }
    }

    @Tag("slow")
    @Test
    void aStudyThatIsStoppedSaysSoAndGoesOnWhereItsJobsWere() throws Exception {
        Path study = folder.resolve("study");
        Path job = study.resolve("jobs/fold01-seed1-scans2-not-pre-trained");
        Path checkpoint = job.resolve("segmentation/last.safetensors");
        study(study, "--seeds", "1", "--folds", "1", "--scans", "2", "--jobs", "0",
                "--set", "epochs=1000", "--set", "denoiseEpochs=1000");
        try (GyrusProcess process = GyrusProcess.start("study", "--out", study, "--resume", "--jobs", "2")) {
            Instant deadline = Instant.now().plusSeconds(60);
            while (!Files.exists(checkpoint) && Instant.now().isBefore(deadline)) {
                Thread.sleep(5);
            }
            process.signal("TERM");
            CommandRun stopped = process.await();
            assertEquals(143, stopped.exit(), stopped.err());
            assertEquals(study + ": stopped with 0 of 2 jobs done; --resume goes on with it",
                    stopped.err().lines().toList().getLast());
            assertFalse(stopped.err().contains("failed"), stopped.err());
        }
        RunLock.on(job).close(); // its process has ended, too
        String last = Files.readAllLines(job.resolve("output.txt")).getLast();
        assertTrue(last.matches(".*Epoch \\d+/1000 stopped after \\d+ of \\d+ batches; --resume goes on from there"), last);
        assertTrue(Integer.parseInt(Checkpoint.metadata(checkpoint).get("epoch")) > 0);
    }

    @Tag("slow")
    @Test
    void theJobsOfAStudyThatIsKilledEndWithIt() throws Exception {
        Path study = folder.resolve("study");
        Path job = study.resolve("jobs/fold01-seed1-scans2-not-pre-trained");
        Path checkpoint = job.resolve("segmentation/last.safetensors");
        study(study, "--seeds", "1", "--folds", "1", "--scans", "2", "--jobs", "0",
                "--set", "epochs=10000", "--set", "denoiseEpochs=10000");
        try (GyrusProcess process = GyrusProcess.start("study", "--out", study, "--resume", "--jobs", "2")) {
            Instant deadline = Instant.now().plusSeconds(60);
            while (!Files.exists(checkpoint) && Instant.now().isBefore(deadline)) {
                Thread.sleep(5);
            }
            process.signal("KILL");
            assertEquals(128 + 9, process.await().exit());
        }
        RunLock.on(job, Duration.ofSeconds(20)).close(); // its process has ended, too
        String last = Files.readAllLines(job.resolve("output.txt")).getLast();
        assertTrue(last.matches(".*Epoch \\d+/10000 stopped after \\d+ of \\d+ batches; --resume goes on from there"), last);
    }

    @Test
    void noDeviceBeginsIfOneIsMissing() {
        Path study = folder.resolve("study");
        assertTrue(study(study, "--device", "cpu:1,abacus").err().contains("gyrus: device abacus: unknown"));
        assertFalse(Files.exists(study));
    }

    @Tag("slow")
    @Test
    void aJobThatWasKilledGoesOnAndEndsTheSame() throws IOException, InterruptedException {
        Path whole = folder.resolve("whole");
        Path killed = folder.resolve("killed");
        String epochs = "epochs=30";
        for (Path study : List.of(whole, killed)) {
            CommandRun list = study(study, "--seeds", "1", "--folds", "1", "--set", epochs, "--jobs", "0");
            assertTrue(list.out().contains("   4  without sub-01, seed 1, 1 scan, not pre-trained"), list.out() + list.err());
        }
        assertEquals(0, CommandRun.of("study", "--out", whole, "--job", "2").exit());
        Path job = killed.resolve("jobs/fold01-seed1-scans2-not-pre-trained");
        Process process = new ProcessBuilder(ProcessPool.command(Gyrus.class.getName(), killed, 2, "cpu:1"))
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        Path checkpoint = job.resolve("segmentation/last.safetensors");
        Instant deadline = Instant.now().plusSeconds(60);
        while (!Files.exists(checkpoint) && process.isAlive() && Instant.now().isBefore(deadline)) {
            Thread.sleep(5);
        }
        process.destroyForcibly().waitFor();
        assertNotEquals(0, process.exitValue());
        assertTrue(Files.exists(checkpoint) && !Files.exists(job.resolve("result.json")), "killed in the midst of it");
        assertEquals(0, CommandRun.of("study", "--out", killed, "--job", "2").exit());
        for (String file : List.of("result.json", "segmentation/best.safetensors")) {
            assertArrayEquals(Files.readAllBytes(whole.resolve("jobs/fold01-seed1-scans2-not-pre-trained").resolve(file)),
                    Files.readAllBytes(job.resolve(file)), file);
        }
        assertTrue(CommandRun.of("study", "--out", killed, "--job", "2").err().contains("done already"));
        assertFalse(Files.exists(killed.resolve("study.html")), "one job writes no report");
    }

    @Test
    void aStudyRepeatedFromItsConfigurationIsTheSameStudyAndMayBeChanged() throws IOException {
        Path first = folder.resolve("first");
        study(first, "--seeds", "2", "--folds", "2", "--factor", "noise=uniform,gimp", "--jobs", "0");
        Path config = first.resolve("config.json");
        Path again = folder.resolve("again");
        CommandRun run = CommandRun.of("study", "--config", config, "--out", again, "--jobs", "0");
        assertEquals(0, run.exit(), run.err());
        assertEquals(Files.readString(config), Files.readString(again.resolve("config.json")));
        Path changed = folder.resolve("changed");
        CommandRun.of("study", "--config", config, "--seeds", "3", "--set", "epochs=7", "--out", changed, "--jobs", "0");
        assertEquals(Files.readString(config).replace("\"seeds\" : 2", "\"seeds\" : 3").replace("\"epochs\" : 2", "\"epochs\" : 7"),
                Files.readString(changed.resolve("config.json")));
        assertTrue(CommandRun.of("study", "--config", config, "--data", scans, "--scans", "9").misuse()
                .contains("no more than 2 scans"));
        assertTrue(CommandRun.of("study", "--config", config, "--preset", "quick").misuse().contains("--config or --preset"));
    }

    @Test
    void aJobThatIsUnderWayIsNotBegunAgain() throws IOException {
        Path study = folder.resolve("study");
        study(study, "--seeds", "1", "--folds", "1", "--jobs", "0");
        Path job = Files.createDirectories(study.resolve("jobs/fold01-seed1-scans2-not-pre-trained"));
        RunLock other = RunLock.on(job);
        try {
            assertTrue(CommandRun.of("study", "--out", study, "--job", "2").err().contains(job + ": in use by process "));
        } finally {
            other.close();
        }
        assertEquals(0, CommandRun.of("study", "--out", study, "--job", "2").exit());
    }

    @Test
    void aJobThatFailsDoesNotStopTheOthers() throws IOException {
        Path study = folder.resolve("study");
        study(study, "--seeds", "1", "--folds", "1", "--jobs", "0");
        Path blocked = study.resolve("jobs/fold01-seed1-scans2-pre-trained");
        Files.createDirectories(blocked.getParent());
        Files.writeString(blocked, "a file where a folder should be");
        CommandRun run = CommandRun.of("study", "--out", study, "--resume");
        assertEquals(1, run.exit());
        assertTrue(run.err().contains("1 of 4 jobs failed, --resume tries them again; the first: without sub-01"), run.err());
        try (Stream<Path> jobs = Files.list(study.resolve("jobs"))) {
            assertEquals(3, jobs.filter(job -> Files.exists(job.resolve("result.json"))).count());
        }
        Files.delete(blocked);
        assertEquals(0, CommandRun.of("study", "--out", study, "--resume").exit());
    }

    @Test
    @Tag("slow") // the forecast takes its time
    void theDryRunListsTheJobsAndWritesNothing() {
        Path study = folder.resolve("study");
        CommandRun run = study(study, "--seeds", "1", "--folds", "1", "--dry-run");
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.out().contains("   1  without sub-01, seed 1, 2 scans, pre-trained"), run.out());
        assertTrue(run.out().contains("time      about"), run.out());
        assertFalse(Files.exists(study));
    }

    @Test
    void senselessOptionsAreRefusedInOneLine() throws IOException {
        Path study = folder.resolve("study");
        assertTrue(study(study, "--seeds", "0").misuse().contains("--seeds 0"));
        assertTrue(study(study, "--folds", "some").misuse().contains("must be patient, or how many"));
        assertTrue(study(study, "--folds", "4").misuse().contains("there are 3 patients"));
        assertTrue(study(study, "--factor", "noise").misuse().contains("expected KEY=VALUE,VALUE"));
        assertTrue(study(study, "--factor", "noise=pink").misuse().contains("--factor noise=pink"));
        for (String values : List.of("", "uniform,", ",uniform", "uniform,,gimp", " ")) {
            assertTrue(study(study, "--factor", "noise=" + values).misuse().contains("expected KEY=VALUE,VALUE"), values);
        }
        assertTrue(study(study, "--factor", "rate=1e-3", "--factor", "rate=1e-4").misuse()
                .contains("--factor rate=1e-4: the key is given twice"));
        assertTrue(study(study, "--seed", "9223372036854775807", "--seeds", "3").misuse()
                .contains("--seed 9223372036854775807: with --seeds 3 the last seed is beyond 9223372036854775807"));
        assertTrue(study(study, "--jobs", "-1").misuse().contains("at least 0"));
        assertTrue(study(study, "--data", folder.resolve("nowhere").toString()).refusal().contains("no such file or folder"));
        assertTrue(CommandRun.of("study", "--resume").misuse().contains("needs --out"));
        assertTrue(CommandRun.of("study", "--job", "1", "--out", study).refusal().contains("no run to resume"));
        assertFalse(Files.exists(study));
        study(study, "--folds", "1", "--seeds", "1", "--jobs", "0");
        assertTrue(CommandRun.of("study", "--job", "5", "--out", study).misuse().contains("has the jobs 1 to 4"));
        assertTrue(study(study).refusal().contains("exists already"));
    }

    @Test
    void aStudyOfWhichAJobCouldNotBeTrainedIsRefusedBeforeAnyBegins() {
        Path study = folder.resolve("study");
        for (String jobs : List.of("1", "0")) {
            CommandRun run = study(study, "--seeds", "1", "--folds", "1", "--jobs", jobs, "--set", "validation=last", "--set",
                    "validationShare=0.05");
            assertEquals(1, run.exit());
            assertTrue(run.err().contains("gyrus: the network of 2 scans: no brain in its 2 validation slices"), run.err());
        }
        CommandRun factor = study(study, "--seeds", "1", "--folds", "1", "--factor", "shrink=1,16");
        assertTrue(factor.err().contains("no brain in its 16 training slices; "), factor.err());
        assertFalse(Files.exists(study));
    }

    /** Most voxels of each scan are far below 0. */
    @Test
    void aReasonToDoubtAScanIsStatedOnce() throws IOException {
        for (int i = 0; i < 3; i++) {
            Path file = SmallScans.imageFile(scans, SmallScans.id(i));
            Volume scan = NiftiReader.read(file);
            for (int voxel = 0; voxel < scan.voxels().length; voxel++) {
                scan.voxels()[voxel] -= 50;
            }
            Files.delete(file);
            NiftiWriter.create(file, scan, Datatype.FLOAT32);
        }
        CommandRun run = study(folder.resolve("study"), "--seeds", "1", "--folds", "1");
        assertEquals(0, run.exit(), run.err());
        for (String id : List.of("sub-01", "sub-02", "sub-03")) {
            assertEquals(1, run.err().lines().filter(line -> line.startsWith(id + ": ") && line.contains("are negative")).count(),
                    run.err());
        }
        CommandRun array = study(folder.resolve("array"), "--seeds", "1", "--folds", "1", "--jobs", "0");
        assertTrue(array.err().contains("sub-01: "), array.err());
        CommandRun job = CommandRun.of("study", "--out", folder.resolve("array"), "--job", "1");
        assertTrue(job.err().contains("sub-02: "), job.err());
    }

    /** The first patient's voxels are smaller: a fold without them has another grid. */
    @Test
    void theGridOfAFoldIsThatOfItsFirstTrainingScan() throws IOException {
        for (Path file : List.of(SmallScans.imageFile(scans, "sub-01"), SmallScans.maskFile(scans, "sub-01"))) {
            Volume scan = NiftiReader.read(file);
            Files.delete(file);
            NiftiWriter.create(file, new Volume(scan.nx(), scan.ny(), scan.nz(), scan.voxels(),
                    Affine.scaling(new double[] {4, 0.2, 0.2}, new double[3])), Datatype.FLOAT32);
        }
        CommandRun run = study(folder.resolve("study"), "--seeds", "1", "--folds", "1", "--dry-run", "--set", "shrink=4");
        assertEquals(0, run.exit(), "in pixels of the first scan's, 0.8 mm, the others would not fit: " + run.err());
        assertFalse(run.err().contains("outside"), run.err());
    }

    @Test
    void allJobsOfAFoldValidateOnTheSameScanWhereOneIsLeft() {
        CommandRun run = study(folder.resolve("study"), "--seeds", "1", "--scans", "1", "--jobs", "0");
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.err().contains("validate  all networks on sub-03; none trains on a scan of the same patient"
                + " (without sub-01 sub-02)\n          all networks on sub-02; none"), run.err());
    }

    private static Map<String, FileTime> resultTimes(Path study) throws IOException {
        Map<String, FileTime> times = new TreeMap<>();
        try (Stream<Path> files = Files.walk(study.resolve("jobs"))) {
            for (Path file : files.filter(path -> path.endsWith("result.json")).toList()) {
                times.put(file.toString(), Files.getLastModifiedTime(file));
            }
        }
        return times;
    }

    private CommandRun study(Path study, String... options) {
        List<Object> arguments = new ArrayList<>(List.of("study", "--out", study));
        if (!List.of(options).contains("--data")) {
            arguments.addAll(List.of("--data", scans));
        }
        for (String setting : List.of("size=32", "shrink=1", "sliceStep=1", "width=4", "batch=8", "denoiseEpochs=1", "epochs=2",
                "validationShare=0.5")) {
            String key = setting.substring(0, setting.indexOf('=') + 1);
            if (Stream.of(options).noneMatch(option -> option.startsWith(key))) {
                arguments.addAll(List.of("--set", setting));
            }
        }
        arguments.addAll(List.of(options));
        return CommandRun.of(arguments.toArray());
    }
}
