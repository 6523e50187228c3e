package gyrus.app.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.CommandRun;
import gyrus.app.GyrusProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The whole command, killed by SIGKILL: while it starts, reads, trains, saves, tests and reports. */
@Tag("slow")
final class KilledExperimentTest {

    private static final int KILLS = 25;
    private static final int DENOISING = 20; // epochs
    private static final int SEGMENTATION = 30;
    private static final int ALL = 2 * DENOISING + 4 * SEGMENTATION;
    private static final long START = 1_500_000_000; // ns, about what Java, the scans and the first epoch take
    private static final long EPOCH = 60_000_000; // ns, about what an epoch takes
    private static final int KILLED = 128 + 9;
    private static final List<String> TRAININGS = List.of(
            "denoise-2", "denoise-1", "pre-trained-2", "not-pre-trained-2", "pre-trained-1", "not-pre-trained-1");

    @TempDir
    private Path folder;

    @Test
    void killsAtRandomMomentsChangeNothing() throws Exception {
        Path scans = folder.resolve("scans");
        SmallScans.write(scans, 3);
        Path whole = folder.resolve("whole");
        CommandRun undisturbed = CommandRun.of(begin(scans, whole));
        assertEquals(0, undisturbed.exit(), undisturbed.err());

        Path killed = folder.resolve("killed");
        Random random = new Random(25);
        for (int kill = 0; kill < KILLS; kill++) {
            boolean begun = Files.exists(killed.resolve("config.json"));
            try (GyrusProcess process = GyrusProcess.start(begun ? resume(killed) : begin(scans, killed))) {
                int left = ALL - finished(killed);
                // over the run, an epoch left for each kill
                int spread = Math.min(2 * left / (KILLS - kill), left - (KILLS - kill));
                int epochs = random.nextInt(Math.max(0, spread) + 1);
                for (int seen = 0; seen < epochs; seen++) {
                    process.awaitLine(": Epoch ");
                }
                LockSupport.parkNanos((long) (random.nextDouble() * (epochs == 0 ? START : EPOCH)));
                process.signal("KILL");
                assertEquals(KILLED, process.await().exit(), "kill " + kill);
            }
        }
        assertTrue(finished(killed) > ALL / 2, "the kills went through the run: " + finished(killed) + " epochs of " + ALL);
        CommandRun resumed = CommandRun.of(resume(killed));
        assertEquals(0, resumed.exit(), resumed.err());
        assertSame(whole, killed);
    }

    private static Object[] begin(Path scans, Path run) {
        List<Object> arguments = new ArrayList<>(List.of("experiment", "--data", scans, "--out", run, "--device", "cpu:1"));
        for (String setting : List.of("size=32", "shrink=1", "sliceStep=1", "large=2", "small=1", "width=1", "batch=4",
                "denoiseEpochs=" + DENOISING, "epochs=" + SEGMENTATION)) {
            arguments.addAll(List.of("--set", setting));
        }
        return arguments.toArray();
    }

    private static Object[] resume(Path run) {
        return new Object[] {"experiment", "--out", run, "--resume", "--device", "cpu:1"};
    }

    /** Epochs in the logs of all trainings. */
    private static int finished(Path run) throws IOException {
        int epochs = 0;
        for (String training : TRAININGS) {
            Path log = run.resolve(training).resolve("log.csv");
            epochs += Files.exists(log) ? Math.max(0, (int) Files.readString(log).lines().count() - 1) : 0;
        }
        return epochs;
    }

    /** Bit for bit the same weights, states and surfaces, the same figures, and nothing else left about. */
    private static void assertSame(Path whole, Path killed) throws IOException {
        assertEquals(files(whole), files(killed));
        for (String file : files(whole)) {
            if (file.endsWith(".safetensors") || file.endsWith(".stl") || file.endsWith(".obj") || file.equals("config.json")) {
                assertArrayEquals(Files.readAllBytes(whole.resolve(file)), Files.readAllBytes(killed.resolve(file)), file);
            }
        }
        assertEquals(summary(whole), summary(killed));
    }

    private static List<String> files(Path run) throws IOException {
        try (Stream<Path> files = Files.walk(run)) {
            return files.map(file -> run.relativize(file).toString())
                    .filter(name -> !name.contains("events.out")).sorted().toList();
        }
    }

    private static JsonNode summary(Path run) throws IOException {
        ObjectNode summary = (ObjectNode) JsonMapper.shared().readTree(Files.readString(run.resolve("summary.json")));
        summary.get("arms").forEach(arm -> ((ObjectNode) arm).remove("secondsToDice90"));
        return summary.without(List.of("started", "seconds"));
    }
}
