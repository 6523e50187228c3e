package gyrus.app.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import gyrus.app.CommandRun;
import gyrus.app.GyrusProcess;
import gyrus.app.run.ConfigFile;
import gyrus.model.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An experiment that is asked to end leaves what it needs to go on; one that is repeated from its config.json ends the same. */
final class StoppedExperimentTest {

    private static final List<String> TRAININGS = List.of("denoise-2", "denoise-1", "pre-trained-2", "not-pre-trained-2",
            "pre-trained-1", "not-pre-trained-1");

    @TempDir
    private Path folder;

    private Path scans;

    @BeforeEach
    void makeScans() throws IOException {
        scans = folder.resolve("scans");
        SmallScans.write(scans, 3);
    }

    private Object[] small(Path run, Object... options) {
        return ofEpochs(1, run, options);
    }

    private Object[] ofEpochs(int epochs, Path run, Object... options) {
        List<Object> arguments = new ArrayList<>(List.of("experiment", "--data", scans, "--out", run));
        for (String setting : List.of("size=32", "shrink=1", "sliceStep=1", "large=2", "small=1", "width=1", "batch=1",
                "denoiseEpochs=4", "epochs=" + epochs)) {
            arguments.addAll(List.of("--set", setting));
        }
        arguments.addAll(List.of(options));
        return arguments.toArray();
    }

    @Tag("slow")
    @Test
    void sigtermLeavesACheckpointAndExitsWith143() throws Exception {
        stop("TERM", 143);
    }

    @Test
    void ctrlCLeavesACheckpointAndExitsWith130() throws Exception {
        assumeFalse(ignoresInterrupts(), "whoever started the tests had them ignore Ctrl-C");
        stop("INT", 130);
    }

    @Tag("slow")
    @Test
    void networksThatAreTrainedSideBySideStopTogetherAndGoOn() throws Exception {
        Path stopped = folder.resolve("stopped");
        try (GyrusProcess process = GyrusProcess.start(small(stopped, "--device", "cpu:1", "--jobs", "2"))) {
            process.awaitLine("denoise 2: Epoch 1/4");
            process.signal("TERM");
            CommandRun run = process.await();
            assertEquals(143, run.exit(), run.err());
            assertTrue(run.err().contains("stopped after"), run.err());
        }
        CommandRun resumed = CommandRun.of("experiment", "--out", stopped, "--resume", "--device", "cpu:1", "--jobs", "4");
        assertEquals(0, resumed.exit(), resumed.err());
        Path whole = folder.resolve("whole");
        CommandRun undisturbed = CommandRun.of(small(whole, "--device", "cpu:1"));
        assertEquals(0, undisturbed.exit(), undisturbed.err());
        assertSameWeights(whole, stopped);
        assertEquals(table(undisturbed), table(resumed));
        assertTrue(Files.readString(stopped.resolve("env.json")).contains("\"networks at a time\" : \"4\""));
        assertFalse(Files.readString(whole.resolve("env.json")).contains("networks at a time"));
    }

    /** The arms' figures, in their order. */
    private static List<String> table(CommandRun run) {
        return run.out().lines().filter(line -> line.contains("re-trained")).toList();
    }

    @Tag("slow")
    @Test
    void aNetworkThatFailsEndsThoseBesideItWithItsOwnMessage() throws Exception {
        Path failed = folder.resolve("failed");
        try (GyrusProcess process = GyrusProcess.start(ofEpochs(2000, failed, "--device", "cpu:1", "--jobs", "3",
                "--set", "pretrainedRate=1e30"))) {
            CommandRun run = process.await();
            assertEquals(1, run.exit(), run.err());
            assertTrue(run.err().lines().toList().getLast().startsWith("gyrus: pre-trained "), run.err());
            assertTrue(run.err().lines().anyMatch(
                    line -> line.matches("network 3 of 6, not pre-trained 2: Epoch \\d+/2000 stopped after .*; --resume goes on "
                            + "from there")),
                    run.err());
        }
        assertTrue(Files.exists(failed.resolve("not-pre-trained-2/last.safetensors")));
    }

    @Test
    void allNetworksGoOnIfTheCauseOfAFailureIsGone() throws IOException {
        Path whole = folder.resolve("whole");
        CommandRun undisturbed = CommandRun.of(small(whole, "--device", "cpu:1"));
        assertEquals(0, undisturbed.exit(), undisturbed.err());
        Path failed = Files.createDirectory(folder.resolve("failed"));
        for (String file : List.of("config.json", "identity.json")) {
            Files.copy(whole.resolve(file), failed.resolve(file));
        }
        Path inTheWay = Files.createFile(failed.resolve("pre-trained-1"));
        CommandRun refused = CommandRun.of("experiment", "--out", failed, "--resume", "--device", "cpu:1", "--jobs", "4");
        assertEquals(1, refused.exit(), refused.err());
        assertEquals(List.of("gyrus: " + inTheWay + ": exists already"),
                refused.err().lines().filter(line -> line.startsWith("gyrus:")).toList());
        Files.delete(inTheWay);
        CommandRun resumed = CommandRun.of("experiment", "--out", failed, "--resume", "--device", "cpu:1", "--jobs", "2");
        assertEquals(0, resumed.exit(), resumed.err());
        assertSameWeights(whole, failed);
        assertEquals(table(undisturbed), table(resumed));
    }

    @Test
    void noJobsAreRefused() {
        assertTrue(CommandRun.of(small(folder.resolve("none"), "--jobs", "0")).misuse().contains("--jobs 0: must be at least 1"));
    }

    private void stop(String signal, int exitCode) throws Exception {
        Path stopped = folder.resolve("stopped");
        try (GyrusProcess process = GyrusProcess.start(small(stopped, "--device", "cpu:1"))) {
            process.awaitLine("denoise 2: Epoch 1/4");
            process.signal(signal);
            CommandRun run = process.await();
            assertEquals(exitCode, run.exit(), run.err());
            assertTrue(run.err().lines().toList().getLast().matches(
                    "network 1 of 6, denoise 2: Epoch [2-4]/4 stopped after \\d+ of 29 batches; --resume goes on from there"),
                    run.err());
        }
        Map<String, String> state = Checkpoint.metadata(stopped.resolve("denoise-2/last.safetensors"));
        assertTrue(Integer.parseInt(state.get("epoch")) < 4, state.toString());

        CommandRun resumed = CommandRun.of("experiment", "--out", stopped, "--resume", "--device", "cpu:1");
        assertEquals(0, resumed.exit(), resumed.err());
        Path whole = folder.resolve("whole");
        CommandRun undisturbed = CommandRun.of(small(whole, "--device", "cpu:1"));
        assertEquals(0, undisturbed.exit(), undisturbed.err());
        assertSameWeights(whole, stopped);
    }

    @Tag("slow")
    @Test
    void aRunRepeatedFromItsConfigurationHasTheSameWeightsOnAnyNumberOfThreadsAndJobs() throws IOException {
        Path first = folder.resolve("first");
        CommandRun run = CommandRun.of(small(first, "--device", "cpu:1", "--seed", "5"));
        assertEquals(0, run.exit(), run.err());
        Path config = first.resolve("config.json");
        for (String jobs : List.of("1", "3")) {
            Path again = folder.resolve("again-" + jobs);
            CommandRun repeated = CommandRun.of("experiment", "--config", config, "--out", again,
                    "--device", jobs.equals("1") ? "cpu:2" : "cpu:1", "--jobs", jobs);
            assertEquals(0, repeated.exit(), repeated.err());
            assertSameWeights(first, again);
            assertEquals(Files.readString(config), Files.readString(again.resolve("config.json")));
        }
        Path other = folder.resolve("other");
        CommandRun changed = CommandRun.of("experiment", "--config", config, "--seed", "6", "--out", other, "--device", "cpu:2");
        assertEquals(0, changed.exit(), changed.err());
        assertEquals(Files.readString(config).replace("\"seed\" : 5", "\"seed\" : 6"),
                Files.readString(other.resolve("config.json")));
        Path weights = Path.of("pre-trained-2", "best.safetensors");
        assertFalse(Files.mismatch(first.resolve(weights), other.resolve(weights)) < 0, "another seed, the same weights");
    }

    @Test
    void aConfigurationAndAPresetContradictEachOther() {
        assertTrue(CommandRun.of("experiment", "--config", folder.resolve("config.json"), "--preset", "paper").misuse()
                .contains("--config or --preset"));
        assertTrue(CommandRun.of("experiment", "--config", folder.resolve("config.json")).refusal().contains("no such file"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''                    | holds no JSON object",
        "null                  | holds no JSON object",
        "[]                    | holds no JSON object",
        "{                     | not JSON in line 1",
        "{} {}                 | not JSON in line 1",
        "{\"preset\": \"QUICK\"} | not a configuration of this version: it has no ",
        "{\"seed\": null}        | not a configuration of this version: it has no ",
        "{\"data\": \"\377\"}      | line 1 is not text in UTF-8",
    })
    void aConfigurationThatIsNoneIsRefusedInOneLine(String text, String reason) throws IOException {
        Path config = Files.writeString(folder.resolve("config.json"), text, StandardCharsets.ISO_8859_1);
        String refusal = CommandRun.of("experiment", "--config", config, "--out", folder.resolve("run")).refusal();
        assertTrue(refusal.startsWith("gyrus: " + config + ": " + reason), refusal);
        assertFalse(Files.exists(folder.resolve("run")));
    }

    @Test
    void aFolderWithAnImpossibleNameIsRefusedInOneLine() throws IOException {
        Path config = folder.resolve("config.json");
        ConfigFile.write(Config.of(Config.Preset.QUICK, "a\0b", 1), config);
        assertTrue(CommandRun.of("experiment", "--config", config, "--dry-run").refusal()
                .contains("no file can have the name 'a?b'"));
    }

    private static void assertSameWeights(Path expected, Path actual) throws IOException {
        for (String training : TRAININGS) {
            for (String file : List.of("best.safetensors", "last.safetensors")) {
                assertArrayEquals(Files.readAllBytes(expected.resolve(training).resolve(file)),
                        Files.readAllBytes(actual.resolve(training).resolve(file)), training + "/" + file);
            }
        }
    }

    /** Signal 2 in the mask that processes inherit. */
    private static boolean ignoresInterrupts() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status) && Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 1 << 1) != 0);
    }
}
