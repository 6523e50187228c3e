package gyrus.app.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SummaryJsonTest {

    private static JsonNode read(Path file) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(file));
    }

    @Test
    void aProgramFindsEveryArmWithItsFigures(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("summary.json");
        SummaryJson.write(SampleReport.fourArms().summary(), file);
        JsonNode json = read(file);
        assertEquals("quick", json.get("preset").stringValue());
        assertEquals("cpu", json.get("device").stringValue());
        assertEquals(42, json.get("seed").longValue());
        assertEquals(485.0, json.get("seconds").doubleValue());
        assertEquals(0.7134, json.get("thresholdDice").doubleValue());
        assertEquals("Denoised by 8", json.get("denoising").get(1).get("name").stringValue());
        assertEquals(28.04, json.get("denoising").get(1).get("psnr").doubleValue());
        assertEquals(0.8391, json.get("denoising").get(1).get("ssim").doubleValue());
        assertEquals(4, json.get("arms").size());
        JsonNode first = json.get("arms").get(0);
        assertEquals("Pre-trained 8", first.get("name").stringValue());
        assertTrue(first.get("pretrained").booleanValue());
        assertEquals(8, first.get("scans").intValue());
        assertEquals(0.99481, first.get("accuracy").doubleValue());
        assertEquals(0.97512, first.get("dice").doubleValue());
        assertEquals(0.95146, first.get("iou").doubleValue());
        assertEquals(27, first.get("bestEpoch").intValue());
        assertEquals(2.5, first.get("HD95").doubleValue());
        assertEquals(0.625, first.get("ASSD").doubleValue());
        assertEquals(0.84375, first.get("NSD1").doubleValue());
        assertEquals(0.9609375, first.get("NSD2").doubleValue());
        assertEquals(4, first.get("epochsToDice90").intValue());
        assertEquals(40, first.get("stepsToDice90").longValue());
        assertEquals(20.0, first.get("secondsToDice90").doubleValue());
    }

    @Test
    void figuresThatWereNeverReachedOrAreNoNumberAreNull(@TempDir Path folder) throws IOException {
        ArmResult failed = new ArmResult("Pre-trained 4", true, 4, Double.NaN, Double.NaN, Double.POSITIVE_INFINITY,
                SampleReport.distances(Double.NaN), 1,
                Optional.empty());
        Path file = folder.resolve("summary.json");
        SummaryJson.write(SampleReport.report(List.of(failed), 1).summary(), file);
        JsonNode arm = read(file).get("arms").get(0);
        for (String key : List.of("accuracy", "dice", "iou", "HD95", "epochsToDice90", "stepsToDice90", "secondsToDice90")) {
            assertTrue(arm.has(key) && arm.get(key).isNull(), key);
        }
    }

    @Test
    void aFileThatWasThereIsReplacedWholeAndNothingElseIsLeft(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("summary.json");
        Files.writeString(file, "old");
        SummaryJson.write(SampleReport.fourArms().summary(), file);
        assertEquals(4, read(file).get("arms").size());
        try (var files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void whenWritingFailsWhatWasThereStays(@TempDir Path folder) throws IOException {
        Path occupied = Files.createDirectory(folder.resolve("summary.json"));
        Files.writeString(occupied.resolve("kept"), "kept");
        String refusal = assertThrows(IOException.class,
                () -> SummaryJson.write(SampleReport.fourArms().summary(), occupied)).getMessage();
        assertTrue(refusal.startsWith(occupied + ": "), refusal);
        assertEquals("kept", Files.readString(occupied.resolve("kept")));
        try (var files = Files.list(folder)) {
            assertEquals(List.of(occupied), files.toList(), "no part of a file beside it");
        }
    }

    @Test
    void twoArmsOfOneNameAreRefused() {
        ArmResult arm = SampleReport.fourArms().summary().arms().getFirst();
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class,
                () -> SampleReport.report(List.of(arm, arm), 2));
        assertTrue(refusal.getMessage().contains("Pre-trained 8"), refusal.getMessage());
    }
}
