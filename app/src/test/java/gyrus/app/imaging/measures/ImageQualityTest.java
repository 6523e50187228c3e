package gyrus.app.imaging.measures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageQualityTest {

    @Test
    void anErrorOfATenthIsTwentyDecibels() {
        float[] image = {0.1f, 0.6f, 0.3f, 0.9f};
        float[] shifted = {0.2f, 0.5f, 0.4f, 0.8f};
        assertEquals(20, ImageQuality.psnr(image, shifted), 1e-5);
        assertEquals(Double.POSITIVE_INFINITY, ImageQuality.psnr(image, image));
    }

    @ParameterizedTest
    @CsvSource({"11, 11", "19, 12", "12, 23"})
    void ssimIsTheMeanOverAllWindowsOfTheirWeightedMoments(int width, int height) {
        float[] x = RandomMasks.fuzzy(width, width * height);
        float[] y = RandomMasks.fuzzy(height + 50, width * height);
        for (int i = 0; i < y.length; i++) {
            y[i] = 0.7f * x[i] + 0.3f * y[i];
        }
        double sum = 0;
        for (int top = 0; top + 11 <= height; top++) {
            for (int left = 0; left + 11 <= width; left++) {
                sum += windowSimilarity(x, y, width, left, top);
            }
        }
        double expected = sum / ((width - 10) * (height - 10));
        assertEquals(expected, ImageQuality.ssim(x, y, width), 1e-12);
        assertEquals(expected, ImageQuality.ssim(y, x, width), 1e-12, "symmetric");
    }

    /** The definition with central moments, its window weights in two dimensions. */
    private static double windowSimilarity(float[] x, float[] y, int width, int left, int top) {
        double[] weights = new double[121];
        double total = 0;
        for (int k = 0; k < 121; k++) {
            double dx = k % 11 - 5;
            double dy = k / 11 - 5;
            weights[k] = Math.exp(-(dx * dx + dy * dy) / 4.5);
            total += weights[k];
        }
        double meanX = 0;
        double meanY = 0;
        for (int k = 0; k < 121; k++) {
            int pixel = left + k % 11 + width * (top + k / 11);
            meanX += weights[k] / total * x[pixel];
            meanY += weights[k] / total * y[pixel];
        }
        double varianceX = 0;
        double varianceY = 0;
        double covariance = 0;
        for (int k = 0; k < 121; k++) {
            int pixel = left + k % 11 + width * (top + k / 11);
            varianceX += weights[k] / total * (x[pixel] - meanX) * (x[pixel] - meanX);
            varianceY += weights[k] / total * (y[pixel] - meanY) * (y[pixel] - meanY);
            covariance += weights[k] / total * (x[pixel] - meanX) * (y[pixel] - meanY);
        }
        return (2 * meanX * meanY + 1e-4) * (2 * covariance + 9e-4)
                / ((meanX * meanX + meanY * meanY + 1e-4) * (varianceX + varianceY + 9e-4));
    }

    @Test
    void anImageIsWhollySimilarToItself() {
        float[] image = RandomMasks.fuzzy(1, 20 * 20);
        assertEquals(1, ImageQuality.ssim(image, image, 20), 1e-12);
    }

    @Test
    void twoFlatImagesDifferInLuminanceAlone() {
        float[] dark = new float[11 * 11];
        float[] bright = new float[11 * 11];
        Arrays.fill(dark, 0.25f);
        Arrays.fill(bright, 0.5f);
        assertEquals((2 * 0.125 + 1e-4) / (0.0625 + 0.25 + 1e-4), ImageQuality.ssim(dark, bright, 11), 1e-9);
    }

    @ParameterizedTest
    @CsvSource({"100, 10", "110, 11", "110, 10", "126, 11"})
    void anImageSmallerThanTheWindowOrWithAnUnfinishedRowIsRefused(int pixels, int width) {
        float[] image = new float[pixels];
        var failure = assertThrows(IllegalArgumentException.class, () -> ImageQuality.ssim(image, image, width));
        assertTrue(failure.getMessage().contains("11 x 11"), failure.getMessage());
    }

    @Test
    void imagesOfTwoSizesAreRefusedNamingBoth() {
        float[] small = new float[121];
        float[] large = new float[132];
        for (Executable use : List.<Executable>of(() -> ImageQuality.psnr(small, large), () -> ImageQuality.ssim(small, large, 11),
                () -> ImageQuality.ssim(large, small, 11))) {
            var failure = assertThrows(IllegalArgumentException.class, use);
            assertTrue(failure.getMessage().contains("121") && failure.getMessage().contains("132"), failure.getMessage());
        }
    }
}
