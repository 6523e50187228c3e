package gyrus.app.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gyrus.app.Gyrus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The experiment as a newcomer runs it, in a third of its epochs, finds the brain far better than a threshold. */
@Tag("slow")
final class QuickExperimentTest {

    private static final Path FLAIR = Path.of("../../shared/data/flair");

    @TempDir
    private Path folder;

    @Test
    void onPhantomHeads() throws IOException {
        check(List.of());
    }

    @Test
    void onRealHeads() throws IOException {
        assumeTrue(Files.isDirectory(FLAIR), "the FLAIR scans are not here: " + FLAIR);
        check(List.of("--data", FLAIR.toString()));
    }

    private void check(List<String> options) throws IOException {
        Path run = folder.resolve("run");
        List<String> arguments = new ArrayList<>(
                List.of("experiment", "--out", run.toString(), "--set", "epochs=4", "--set", "denoiseEpochs=10"));
        arguments.addAll(options);
        assertEquals(0, Gyrus.commandLine().execute(arguments.toArray(String[]::new)));
        JsonNode summary = JsonMapper.shared().readTree(Files.readString(run.resolve("summary.json")));
        assertEquals(4, summary.get("arms").size());
        for (JsonNode arm : summary.get("arms")) {
            double dice = arm.get("dice").asDouble();
            assertTrue(dice > 0.9, arm.get("name").asString() + ": Dice " + dice);
            assertTrue(dice > summary.get("thresholdDice").asDouble(), arm.get("name").asString() + " against the best threshold");
        }
        assertTrue(Files.size(run.resolve("report.html")) > 100_000);
    }
}
