package gyrus.app.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.UserError;
import gyrus.app.slices.PixelGrid;
import gyrus.app.slices.View;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainedForTest {

    private static final Path FILE = Path.of("best.safetensors");
    private static final TrainedFor USE = new TrainedFor(Task.DENOISING, new PixelGrid(View.CORONAL, 48, 0.1 + 0.2, 1.75));

    private static String refusal(String key, String value) {
        Map<String, String> metadata = new LinkedHashMap<>(USE.metadata());
        metadata.put(key, value);
        return assertThrows(UserError.class, () -> TrainedFor.of(FILE, metadata)).getMessage();
    }

    @Test
    void itSurvivesTheMetadataToTheLastBit() {
        assertEquals(USE, TrainedFor.of(FILE, USE.metadata()));
    }

    @Test
    void whatIsNotOfThisVersionIsRefusedByTheFilesName() {
        for (String message : List.of(refusal("task", "poetry"), refusal("view", "inside out"), refusal("size", "many"),
                refusal("pixel_up_mm", "-1"), refusal("pixel_across_mm", "NaN"))) {
            assertTrue(message.startsWith("best.safetensors: "), message);
        }
        String other = refusal("normalisation", "unit variance");
        assertTrue(other.contains("unit variance") && other.contains("1.6 brain levels"), other);
    }

    @Test
    void differencesNameBothValues() {
        TrainedFor wanted = new TrainedFor(Task.DENOISING, new PixelGrid(View.SAGITTAL, 64, 0.1 + 0.2, 1.75));
        assertEquals(List.of("view coronal instead of sagittal", "size 48 instead of 64"), USE.differences(wanted));
        assertEquals(List.of(), USE.differences(USE));
    }
}
