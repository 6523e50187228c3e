package gyrus.app.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.failure.UserError;
import gyrus.app.imaging.slices.PixelGrid;
import gyrus.app.imaging.slices.View;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource({
        "task, poetry, 'one of segmentation, denoising'", "task, Denoising, 'one of segmentation, denoising'",
        "view, inside out, 'one of sagittal, coronal, axial'",
        "size, many, 'a multiple of 16'", "size, 17, 'a multiple of 16'", "size, 0, 'a multiple of 16'",
        "size, -16, 'a multiple of 16'",
        "size, 2147483632, 'from 16 to 8192'", "size, 8208, 'from 16 to 8192'", "size, 99999999999999999999, 'from 16 to 8192'",
        "pixel_up_mm, -1, 'above 0'", "pixel_across_mm, NaN, 'above 0'", "pixel_across_mm, Infinity, 'below 1000'",
        "pixel_up_mm, wide, 'above 0'", "pixel_up_mm, 1e300, 'below 1000'"})
    void impossibleSettingsAreRefusedNamingKeyAndValue(String key, String value, String allowed) {
        String message = refusal(key, value);
        assertTrue(message.startsWith("best.safetensors: "), message);
        assertTrue(message.contains(key + " = " + value + "; it must be ") && message.contains(allowed), message);
    }

    @Test
    void weightsForIntensitiesNormalisedOtherwiseAreRefusedNamingBoth() {
        String other = refusal("normalisation", "1.6 brain levels");
        assertTrue(other.contains("normalised to 1.6 brain levels, ") && other.contains("1.6 brain levels of blocks"), other);
    }

    @Test
    void differencesNameBothValues() {
        TrainedFor wanted = new TrainedFor(Task.DENOISING, new PixelGrid(View.SAGITTAL, 64, 0.1 + 0.2, 1.75));
        assertEquals(List.of("view coronal instead of sagittal", "size 48 instead of 64"), USE.differences(wanted));
        assertEquals(List.of(), USE.differences(USE));
    }
}
