package gyrus.app.imaging.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.failure.UserError;
import gyrus.app.imaging.volume.Affine;
import gyrus.app.imaging.volume.Volume;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForegroundTest {

    private static float[] applied(String rule, String file, float... voxels) {
        Affine affine = Affine.scaling(new double[] {1, 1, 1}, new double[3]);
        Volume mask = new Volume(voxels.length, 1, 1, voxels.clone(), affine);
        Foreground.parse(rule).apply(Path.of(file), mask);
        return mask.voxels();
    }

    private static String refusal(String rule, String file, float... voxels) {
        return assertThrows(UserError.class, () -> applied(rule, file, voxels)).getMessage();
    }

    @Test
    void aScansMaskIsZerosAndOnesAndAPicturesIsBlackAndOneColour() {
        assertArrayEquals(new float[] {0, 1, 1}, applied("binary", "m.nii", 0, 1, 1));
        assertArrayEquals(new float[] {0, 1, 1}, applied("binary", "m.PNG", 0, 255, 255));
        assertArrayEquals(new float[] {0, 1, 0}, applied("binary", "m.png", 0, 76.245f, 0));
        assertTrue(refusal("binary", "m.nii", 0, 255, 0).contains("m.nii: a mask holds 0 and 1 only; this file holds 0, 255;"));
        assertTrue(refusal("binary", "m.png", 0, 85, 170, 255).contains("this file holds 0, 85, 170, 255; --mask-threshold T"));
        assertTrue(refusal("binary", "m.png", 254, 255).contains("--mask-label N"));
        float[] greys = new float[200];
        for (int i = 0; i < greys.length; i++) {
            greys[i] = i;
        }
        assertTrue(refusal("binary", "m.png", greys).contains("this file holds 200 different values, 0, 1, 2, 3, 4, 5, ..."));
    }

    @Test
    void labelsAreTakenExactly() {
        assertArrayEquals(new float[] {0, 0, 1, 1, 0}, applied("label 2,3", "m.nii", 0, 1, 2, 3, 2.5f));
        assertArrayEquals(new float[] {1, 0}, applied("label -1", "m.nii", -1, 1));
    }

    @Test
    void aThresholdCutsAboveItAsFloatsAre() {
        assertArrayEquals(new float[] {0, 0, 1}, applied("above 127", "m.png", 0, 127, 128));
        assertArrayEquals(new float[] {0, 1}, applied("above 0.1", "m.nii", 0.1f, 0.2f));
        assertArrayEquals(new float[] {1, 1}, applied("above 0.5", "m.nii", 1, 1));
        assertArrayEquals(new float[] {0, 1}, applied("above -2", "m.nii", -3, 0));
        assertTrue(refusal("above -1", "m.nii", 0, 1).contains("all voxels are above -1.0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"binary", "label 1", "above 0.5"})
    void aVoxelThatIsNoNumberIsRefused(String rule) {
        assertTrue(refusal(rule, "m.nii", 0, Float.NaN).contains("NaN"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Binary", "label", "label ", "label x", "label 0", "label 1.5", "label 1,,2", "above", "above x",
        "above NaN", "above Infinity", "above 1e300", "above 0x1p3", "above 1f", "above  1", "label \u0663", "3"})
    void aRuleThatIsNoneIsRefused(String rule) {
        assertTrue(assertThrows(UserError.class, () -> Foreground.parse(rule)).getMessage().contains("must be"));
    }

    @Test
    void aMaskOfMoreThanAnObjectFillsIsDoubted() {
        assertEquals(Optional.empty(), Foreground.doubt(0.52));
        assertTrue(Foreground.doubt(0.9).orElseThrow().startsWith("90 % of the mask is foreground: is it inverted?"));
    }

    @Test
    void aRuleIsWrittenAsItIsRead() {
        for (String rule : List.of("binary", "label 2,3", "above 0.5")) {
            assertEquals(rule, Foreground.parse(rule).toString());
        }
        assertEquals(Foreground.parse("label 2,3"), Foreground.of(List.of(3, 2, 3), Optional.empty()));
        assertEquals(Foreground.parse("above 1"), Foreground.of(List.of(), Optional.of(1.0)));
        assertThrows(UserError.class, () -> Foreground.of(List.of(1), Optional.of(1.0)));
    }
}
