package gyrus.app.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.Gyrus;
import gyrus.app.experiment.SmallScans;
import gyrus.app.imaging.nifti.Datatype;
import gyrus.app.imaging.nifti.NiftiWriter;
import gyrus.app.imaging.volume.Affine;
import gyrus.app.imaging.volume.Volume;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code gyrus experiment} from scans to report, resumed, repeated, and given what it must refuse. */
final class ExperimentCommandTest {

    private static final List<String> SMALL = List.of(
            "size=32", "shrink=1", "sliceStep=1", "large=3", "small=2", "width=4", "batch=4", "noiseAmount=0.2");

    @TempDir
    private Path folder;

    private Path scans;
    private StringWriter out;
    private StringWriter err;

    @BeforeEach
    void makeScans() throws IOException {
        scans = folder.resolve("scans");
        SmallScans.write(scans, 4);
    }

    @Test
    void itLearnsTheScansAndLeavesAReport() throws IOException {
        Path run = folder.resolve("run");
        assertEquals(0, run(run, "--data", scans.toString(), "--set", "denoiseEpochs=2", "--set", "epochs=8",
                "--set", "batch=2"),
                () -> err.toString());
        JsonNode summary = JsonMapper.shared().readTree(Files.readString(run.resolve("summary.json")));
        assertEquals("quick", summary.get("preset").asString());
        assertEquals("cpu", summary.get("device").asString());
        assertEquals(1, summary.get("seed").asLong());
        assertEquals(4, summary.get("arms").size());
        double best = 0;
        for (JsonNode arm : summary.get("arms")) {
            double dice = arm.get("dice").asDouble();
            assertEquals(dice / (2 - dice), arm.get("iou").asDouble(), 1e-12);
            assertTrue(arm.get("bestEpoch").asInt() >= 1 && arm.get("bestEpoch").asInt() <= 8);
            best = Math.max(best, dice);
        }
        assertTrue(best > 0.9, "best Dice " + best);
        assertTrue(Files.readString(run.resolve("report.html")).contains("Not pre-trained 2"));
        for (String surface : new String[] {"truth", "pre-trained-3", "not-pre-trained-3"}) {
            assertTrue(Files.size(run.resolve("surfaces/" + surface + ".stl")) > 84, surface);
            assertTrue(Files.exists(run.resolve("surfaces/" + surface + ".obj")), surface);
        }
        for (String arm : List.of(
                "denoise-3", "denoise-2", "pre-trained-3", "not-pre-trained-3", "pre-trained-2", "not-pre-trained-2")) {
            for (String file : List.of("log.csv", "best.safetensors", "last.safetensors")) {
                assertTrue(Files.exists(run.resolve(arm).resolve(file)), arm + "/" + file);
            }
        }
        assertTrue(Files.exists(run.resolve("config.json")) && Files.exists(run.resolve("env.json")));
        assertTrue(out.toString().contains("Pre-trained 3"));
    }

    @Test
    void aRunStoppedBeforeATrainingAndResumedEndsInTheSameWeights() throws IOException {
        Path run = folder.resolve("run");
        assertEquals(0, run(run, "--data", scans.toString(), "--set", "denoiseEpochs=1", "--set", "epochs=2"));
        Map<String, byte[]> whole = new LinkedHashMap<>();
        for (String arm : List.of("pre-trained-3", "not-pre-trained-3", "pre-trained-2", "not-pre-trained-2")) {
            whole.put(arm, Files.readAllBytes(run.resolve(arm).resolve("last.safetensors")));
        }
        deleteTree(run.resolve("pre-trained-2"));
        deleteTree(run.resolve("not-pre-trained-2"));
        assertEquals(0, execute("experiment", "--resume", "--out", run.toString()), () -> err.toString());
        for (String arm : whole.keySet()) {
            assertArrayEquals(whole.get(arm), Files.readAllBytes(run.resolve(arm).resolve("last.safetensors")), arm);
        }
    }

    /** Two arms begin with one denoiser, a third with another one. */
    @Test
    void armsAreTrainedAndReportedAsTheyAreNamed() throws IOException {
        Path run = folder.resolve("run");
        assertEquals(0, run(run, "--data", scans.toString(), "--set", "denoiseEpochs=1", "--set", "epochs=1", "--set", "size=16",
                "--arm", "less:noiseAmount=0.1", "--arm", "less and slowly:noiseAmount=0.1,pretrainedRate=1e-6",
                "--arm", "more", "--arm", "none:pretraining=none", "--set", "small=3"), () -> err.toString());
        JsonNode summary = JsonMapper.shared().readTree(Files.readString(run.resolve("summary.json")));
        List<String> names = new ArrayList<>();
        Set<Double> dice = new HashSet<>();
        for (JsonNode arm : summary.get("arms")) {
            names.add(arm.get("name").asString());
            dice.add(arm.get("dice").asDouble());
        }
        assertEquals(List.of("Less 3", "Less and slowly 3", "More 3", "None 3"), names);
        assertEquals(4, dice.size(), "no network stands for another: " + dice);
        for (String training : List.of("denoise-3-noiseAmount=0.1", "denoise-3", "less-3", "less-and-slowly-3", "more-3",
                "none-3")) {
            assertTrue(Files.exists(run.resolve(training).resolve("best.safetensors")), training);
        }
        refused(2, "arms = a: must be a list",
                execute("experiment", "--out", folder.resolve("other").toString(), "--set", "arms=a"));
        refused(2, "are 8 networks",
                run(folder.resolve("other"), "--arm", "a", "--arm", "b:epochs=1", "--arm", "c:epochs=2", "--arm",
                        "d:epochs=3"));
    }

    @Test
    void theDryRunPrintsThePlanAndWritesNothing() throws IOException {
        Path run = folder.resolve("run");
        assertEquals(0, run(run, "--data", scans.toString(), "--dry-run"), () -> err.toString());
        assertTrue(err.toString().contains("sub-04") && out.toString().contains("time      about"), err + "\n" + out);
        assertTrue(out.toString().matches("(?s).*memory    [\\d,]+ MiB of tensors.*"), out::toString);
        assertFalse(Files.exists(run));
    }

    @Test
    void anImpossibleRunIsRefusedInOneWordingByTheDryRunAndTheRun() {
        Path run = folder.resolve("run");
        for (List<String> settings : List.of(
                List.of("small=1", "sliceStep=8", "validationShare=0.87"),
                List.of("small=1", "large=1", "sliceStep=16", "validation=last"),
                List.of("shrink=16"),
                List.of("validation=last", "validationShare=0.05"),
                List.of("validation=last", "validationShare=0.99"),
                List.of("large=4"))) {
            List<String> options = new ArrayList<>(List.of("--data", scans.toString()));
            settings.forEach(setting -> options.addAll(List.of("--set", setting)));
            refused(1, "", run(run, options.toArray(String[]::new)));
            List<String> said = err.toString().lines().filter(line -> line.startsWith("gyrus: ")).toList();
            assertEquals(1, said.size(), err::toString);
            assertFalse(said.getFirst().contains("defect"), said::toString);
            options.add("--dry-run");
            refused(1, said.getFirst(), run(run, options.toArray(String[]::new)));
            assertFalse(Files.exists(run), settings.toString());
        }
    }

    @Test
    void planReportAndSummarySayWhatIsValidatedOn() throws IOException {
        Path run = folder.resolve("run");
        String said = "all networks on sub-03; none trains on a scan of the same patient";
        assertEquals(0, run(run, "--data", scans.toString(), "--set", "large=2", "--set", "small=2", "--set", "denoiseEpochs=1",
                "--set", "epochs=1"), () -> err.toString());
        assertTrue(err.toString().contains("validate  " + said), err::toString);
        JsonNode summary = JsonMapper.shared().readTree(Files.readString(run.resolve("summary.json")));
        assertEquals(said, summary.get("validation").asString());
        assertTrue(Files.readString(run.resolve("report.html")).contains("Validated are " + said + "."));
    }

    @Test
    @Tag("slow") // the forecast takes its time
    void theDryRunOfNetworksSideBySideSaysWhatItEstimates() throws IOException {
        for (String small : List.of("2", "3")) {
            assertEquals(0, run(folder.resolve("run"), "--data", scans.toString(), "--dry-run", "--jobs", "9",
                    "--set", "small=" + small), () -> err.toString());
            int most = small.equals("2") ? 4 : 2; // of the same scans there is one denoiser, and two to train from the start
            assertTrue(out.toString().contains("one network after the other; what " + most + " at a time"), out::toString);
            assertTrue(out.toString().contains("memory    " + most + " x "), out::toString);
        }
    }

    @Test
    void aFolderThatHoldsSomethingIsNotWrittenInto() throws IOException {
        Path run = Files.createDirectories(folder.resolve("run"));
        Files.writeString(run.resolve("mine.txt"), "precious");
        refused(1, "exists already; --resume goes on with it", run(run, "--data", scans.toString()));
        try (Stream<Path> content = Files.list(run)) {
            assertEquals(1, content.count());
        }
    }

    @Test
    void onePatientOnBothSidesIsRefused() throws IOException {
        Files.writeString(scans.resolve("participants.tsv"), """
                participant_id\tpatient\trole
                sub-01\tA\ttrain4
                sub-02\tB\ttrain4
                sub-03\tC\ttrain8
                sub-04\tA\ttest
                """);
        refused(1, "patient A is on both sides of the split", run(folder.resolve("run"), "--data", scans.toString()));
    }

    @Test
    void aMissingMaskIsNamed() throws IOException {
        Files.delete(SmallScans.maskFile(scans, "sub-02"));
        refused(1, "scans: without a brain mask, for pre-training alone: sub-02", run(folder.resolve("run"), "--data",
                scans.toString(), "--dry-run", "--set", "large=4", "--set", "small=2"));
        refused(1, "the experiment needs 3 training scans", run(folder.resolve("run"), "--data", scans.toString()));
        for (int i = 0; i < 4; i++) {
            Files.deleteIfExists(SmallScans.maskFile(scans, SmallScans.id(i)));
        }
        refused(1, "4 of 4 scans have no brain mask: sub-01, sub-02", run(folder.resolve("run"), "--data", scans.toString()));
        SmallScans.write(scans, 4);
    }

    @Test
    void aMaskOnAnotherGridIsRefusedWithBothGrids() throws IOException {
        Volume other = Volume.zeros(8, 32, 32, Affine.scaling(new double[] {4, 2, 2}, new double[3]));
        Files.delete(SmallScans.maskFile(scans, "sub-03"));
        NiftiWriter.create(SmallScans.maskFile(scans, "sub-03"), other, Datatype.UINT8);
        refused(1, "8 x 32 x 32", run(folder.resolve("run"), "--data", scans.toString()));
        assertTrue(err.toString().contains("16 x 32 x 32"));
    }

    @Test
    void voxelsThatAreNotNumbersAreCounted() throws IOException {
        Volume image = SmallScans.volume();
        image.voxels()[77] = Float.NaN;
        Files.delete(SmallScans.imageFile(scans, "sub-01"));
        NiftiWriter.create(SmallScans.imageFile(scans, "sub-01"), image, Datatype.FLOAT32);
        refused(1, "1 voxels are NaN", run(folder.resolve("run"), "--data", scans.toString()));
    }

    @Test
    void aTruncatedScanIsRefusedByName() throws IOException {
        Path file = SmallScans.imageFile(scans, "sub-02");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        refused(1, "sub-02_FLAIR.nii.gz", run(folder.resolve("run"), "--data", scans.toString()));
    }

    @Test
    void tooFewScansSayHowManyThereAre() throws IOException {
        refused(1, "--set large=3", execute("experiment", "--data", scans.toString(), "--out", folder.resolve("run").toString()));
    }

    @Test
    void aCheckpointThatWasAlteredOrIsOfAnotherTrainingIsRefusedOnResume() throws IOException {
        Path run = folder.resolve("run");
        assertEquals(0, run(run, "--data", scans.toString(), "--set", "denoiseEpochs=1", "--set", "epochs=1"));
        Path file = run.resolve("denoise-3/last.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        Files.copy(run.resolve("denoise-2/last.safetensors"), file, StandardCopyOption.REPLACE_EXISTING);
        refused(1, "denoise-3/last.safetensors: belongs to another run or training: its metadata has training = denoise-2, wanted"
                + " is training = denoise-3", execute("experiment", "--resume", "--out", run.toString()));
        bytes[bytes.length - 5] ^= 1;
        Files.write(file, bytes);
        refused(1, "denoise-3/last.safetensors", execute("experiment", "--resume", "--out", run.toString()));
    }

    @Test
    void unknownKeysDevicesAndFoldersAreRefusedInOneLine() {
        refused(2, "expected KEY=VALUE with a key of", run(folder.resolve("a"), "--set", "widht=8"));
        refused(2, "size = 50: must be a multiple of 16", run(folder.resolve("a"), "--set", "size=50"));
        refused(2, "device gpu: unknown", run(folder.resolve("a"), "--data", scans.toString(), "--device", "gpu"));
        refused(1, "no such file or folder", run(folder.resolve("a"), "--data", folder.resolve("nowhere").toString()));
        refused(1, "no run to resume", execute("experiment", "--resume", "--out", folder.resolve("nowhere").toString()));
        refused(2, "small = 5: must be at least 1 and at most large = 4",
                run(folder.resolve("a"), "--set", "large=4", "--set", "small=5"));
        refused(2, "there is no option --colour", run(folder.resolve("a"), "--colour"));
    }

    private void refused(int code, String words, int got) {
        assertEquals(code, got, () -> err.toString());
        assertTrue(err.toString().contains(words), err::toString);
        assertFalse(err.toString().contains("\tat "), err::toString);
    }

    private int run(Path run, String... options) {
        List<String> arguments = new ArrayList<>(List.of("experiment", "--out", run.toString()));
        for (String setting : SMALL) {
            String key = setting.substring(0, setting.indexOf('=') + 1);
            if (Stream.of(options).noneMatch(option -> option.startsWith(key))) {
                arguments.addAll(List.of("--set", setting));
            }
        }
        arguments.addAll(List.of(options));
        return execute(arguments.toArray(String[]::new));
    }

    private int execute(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        CommandLine gyrus = Gyrus.commandLine();
        gyrus.setOut(new PrintWriter(out));
        gyrus.setErr(new PrintWriter(err));
        return gyrus.execute(arguments);
    }

    private static void deleteTree(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
