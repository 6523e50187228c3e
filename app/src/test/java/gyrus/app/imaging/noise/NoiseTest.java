package gyrus.app.imaging.noise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.failure.UserError;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class NoiseTest {

    private static final int PIXELS = 128 * 128;
    private static final int SLICES = 16;

    /** At x = 0.5 nothing is clipped; bounds are five standard errors (of the variance: kurtosis at most 3). */
    @ParameterizedTest
    @CsvSource({
        // kind, amount, mean, variance
        "UNIFORM, 0.4, 0.5, 0.0533333333",
        "GIMP, 0.4, 0.5, 0.0133333333",
        "BLEND, 0.4, 0.5, 0.0133333333",
        "GAUSSIAN, 0.08, 0.5, 0.0064",
    })
    void meanAndVarianceAreTheAnalyticOnes(Noise.Kind kind, double amount, double mean, double variance) {
        Noise noise = new Noise(kind, amount, 11);
        double sum = 0;
        double squares = 0;
        for (int slice = 0; slice < SLICES; slice++) {
            for (float value : noise.over(grey(0.5f), "sub-01", slice)) {
                sum += value;
                squares += (value - mean) * (value - mean);
            }
        }
        double count = (double) SLICES * PIXELS;
        assertEquals(mean, sum / count, 5 * Math.sqrt(variance / count));
        assertEquals(variance, squares / count, 5 * Math.sqrt(2 / count) * variance);
    }

    @Test
    void blendKeepsTheRestOfTheImage() {
        float[] black = new Noise(Noise.Kind.BLEND, 0.4, 1).over(grey(0), "sub-01", 0);
        float[] white = new Noise(Noise.Kind.BLEND, 0.4, 1).over(grey(1), "sub-01", 0);
        for (int pixel = 0; pixel < PIXELS; pixel++) {
            assertEquals(0.6, white[pixel] - black[pixel], 1e-6);
        }
    }

    @ParameterizedTest
    @EnumSource
    void staysWithinTheUnitInterval(Noise.Kind kind) {
        for (float level : new float[] {0, 1}) {
            for (float value : new Noise(kind, 0.4, 3).over(grey(level), "sub-01", 5)) {
                assertTrue(value >= 0 && value <= 1);
            }
        }
    }

    @Test
    void isTheSameEachTimeAndAnotherForEverySliceScanAndSeed() {
        Noise noise = new Noise(Noise.Kind.UNIFORM, 0.4, 3);
        float[] first = noise.over(grey(0.5f), "sub-01", 7);
        assertArrayEquals(first, new Noise(Noise.Kind.UNIFORM, 0.4, 3).over(grey(0.5f), "sub-01", 7));
        float[][] others = {
            noise.over(grey(0.5f), "sub-01", 8),
            noise.over(grey(0.5f), "sub-02", 7),
            new Noise(Noise.Kind.UNIFORM, 0.4, 4).over(grey(0.5f), "sub-01", 7),
        };
        for (float[] other : others) {
            assertEquals(0, correlation(first, other), 5 / Math.sqrt(PIXELS));
        }
    }

    @Test
    void amountZeroChangesNothingAndAnAmountOutsideIsRefused() {
        float[] clean = grey(0.3f);
        for (Noise.Kind kind : Noise.Kind.values()) {
            assertArrayEquals(clean, new Noise(kind, 0, 1).over(clean, "sub-01", 0));
            assertFalse(Arrays.equals(clean, new Noise(kind, 0.1, 1).over(clean, "sub-01", 0)));
        }
        UserError error = assertThrows(UserError.class, () -> new Noise(Noise.Kind.UNIFORM, 40, 1));
        assertEquals("noise amount 40.0: choose a number from 0 to 1, such as 0.4", error.getMessage());
    }

    private static float[] grey(float level) {
        float[] pixels = new float[PIXELS];
        Arrays.fill(pixels, level);
        return pixels;
    }

    private static double correlation(float[] a, float[] b) {
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int pixel = 0; pixel < a.length; pixel++) {
            ab += (a[pixel] - 0.5) * (b[pixel] - 0.5);
            aa += (a[pixel] - 0.5) * (a[pixel] - 0.5);
            bb += (b[pixel] - 0.5) * (b[pixel] - 0.5);
        }
        return ab / Math.sqrt(aa * bb);
    }
}
