package gyrus.app.imaging.augmentation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.imaging.augmentation.Augmentation.Kind;
import gyrus.engine.random.RandomStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class AugmentationTest {

    private static final int SIDE = 32;
    private static final double[] FLAT = new double[5];
    private static final RandomStream RANDOM = RandomStream.of(1, "test");

    /** A disc, off the centre, of the grey value 0.6 on 0.1. */
    private static float[] disc(double centre) {
        float[] image = new float[SIDE * SIDE];
        for (int i = 0; i < image.length; i++) {
            image[i] = Math.hypot(i % SIDE - centre, i / SIDE - 14.5) < 7 ? 0.6f : 0.1f;
        }
        return image;
    }

    private static float[] ramp(double perColumn, double perRow) {
        float[] image = new float[SIDE * SIDE];
        for (int i = 0; i < image.length; i++) {
            image[i] = (float) (0.5 + perColumn * (i % SIDE - 15.5) + perRow * (i / SIDE - 15.5));
        }
        return image;
    }

    @Test
    void aMovementOfNothingChangesNothing() {
        assertArrayEquals(disc(12), new Movement(0, 0, false, 1, 0).of(disc(12), SIDE));
    }

    /** Linear interpolation keeps a linear image: at p it has the value of the image at R^-1 (p - shift) / scale. */
    @Test
    void aMovementTakesEachPixelFromWhereItWas() {
        double angle = Math.toRadians(10);
        float[] moved = new Movement(2.0 / SIDE, -3.0 / SIDE, false, 1.1, angle).of(ramp(0.01, 0.02), SIDE);
        for (int row = 10; row < 22; row++) {
            for (int column = 10; column < 22; column++) {
                double x = (column - 15.5 - 2) / 1.1;
                double y = (row - 15.5 + 3) / 1.1;
                double before = 0.5 + 0.01 * (Math.cos(angle) * x + Math.sin(angle) * y)
                        + 0.02 * (Math.cos(angle) * y - Math.sin(angle) * x);
                assertEquals(before, moved[row * SIDE + column], 1e-6);
            }
        }
    }

    @Test
    void aFlipMirrorsColumnsAndAShiftBringsInBlack() {
        assertArrayEquals(disc(31 - 12), new Movement(0, 0, true, 1, 0).of(disc(12), SIDE), 1e-6f);
        float[] shifted = new Movement(4.0 / SIDE, 0, false, 1, 0).of(disc(12), SIDE);
        assertEquals(0, shifted[3]);
        assertEquals(0.1f, shifted[4], 1e-7f);
        assertArrayEquals(Arrays.copyOfRange(disc(12), 0, 28), Arrays.copyOfRange(shifted, 4, 32), 1e-6f);
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, names = {"GEOMETRIC", "BOTH"})
    void theMaskMovesWithTheImage(Kind kind) {
        Augmentation augmentation = new Augmentation(kind, 3);
        float[] mask = disc(12);
        for (int i = 0; i < mask.length; i++) {
            mask[i] = mask[i] > 0.5f ? 1 : 0;
        }
        for (int sample = 0; sample < 20; sample++) {
            float[] image = augmentation.image(disc(12), SIDE, 1, sample);
            float[] moved = augmentation.mask(mask, SIDE, 1, sample);
            double inside = 0;
            double outside = 0;
            int brain = 0;
            for (int i = 0; i < mask.length; i++) {
                inside += moved[i] > 0.99 ? image[i] : 0;
                brain += moved[i] > 0.99 ? 1 : 0;
                outside = Math.max(outside, moved[i] == 0 && kind == Kind.GEOMETRIC ? image[i] : 0);
            }
            assertTrue(brain > 60, "the disc stays in the image: " + brain);
            assertTrue(inside / brain > 0.3, "bright where the mask is: " + inside / brain);
            assertTrue(outside < 0.11, "dark elsewhere: " + outside);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void changesDependOnSeedEpochAndSampleAlone(Kind kind) {
        Set<Integer> seen = new HashSet<>();
        for (int seed = 1; seed <= 2; seed++) {
            for (int epoch = 1; epoch <= 3; epoch++) {
                for (int sample = 0; sample < 3; sample++) {
                    float[] image = new Augmentation(kind, seed).image(disc(12), SIDE, epoch, sample);
                    assertArrayEquals(image, new Augmentation(kind, seed).image(disc(12), SIDE, epoch, sample));
                    seen.add(Arrays.hashCode(image));
                }
            }
        }
        assertTrue(seen.size() >= 17, "18 changes, of which one of 2^-5 may be none: " + seen.size());
    }

    @Test
    void maskAndGreyValuesAreLeftAloneByTheOtherKind() {
        assertArrayEquals(disc(12), new Augmentation(Kind.INTENSITY, 3).mask(disc(12), SIDE, 1, 1));
        assertArrayEquals(disc(12), new Augmentation(Kind.NONE, 3).image(disc(12), SIDE, 1, 1));
        float[] moved = new Augmentation(Kind.GEOMETRIC, 3).image(disc(12), SIDE, 1, 1);
        for (float value : moved) {
            assertTrue(value >= 0 && value < 0.6001f);
        }
        assertFalse(Arrays.equals(disc(12), moved));
    }

    /** The formula in double precision, without blur and noise. */
    @Test
    void biasContrastAndBrightnessAreThoseOfTheFormula() {
        double[] bias = {0.1, -0.2, 0.05, 0.15, -0.1};
        float[] changed = new IntensityChange(0, bias, 1.3, 0.9, 0, RANDOM).of(disc(12), SIDE);
        for (int i = 0; i < changed.length; i++) {
            double u = 2.0 * (i % SIDE) / 31 - 1;
            double v = 2.0 * (i / SIDE) / 31 - 1;
            double field = Math.exp(0.1 * u - 0.2 * v + 0.05 * u * u + 0.15 * u * v - 0.1 * v * v);
            assertEquals(0.9 * Math.pow(disc(12)[i] * field, 1.3), changed[i], 1e-6);
        }
    }

    /** scipy 1.17: gaussian_filter of one bright pixel at the centre of 31, sigma 0.8, mode nearest, radius 3. */
    @Test
    void theBlurIsTheGaussianFilterOfScipy() {
        float[] point = new float[31 * 31];
        point[15 * 31 + 15] = 1;
        float[] blurred = new IntensityChange(0.8, FLAT, 1, 1, 0, RANDOM).of(point, 31);
        double[] row = {0.248678204, 0.113853178, 0.0109261577, 0.000219788338};
        for (int i = 0; i < row.length; i++) {
            assertEquals(row[i], blurred[15 * 31 + 15 + i], 1e-7, "to the right " + i);
            assertEquals(row[i], blurred[(15 - i) * 31 + 15], 1e-7, "upwards " + i);
        }
        float[] even = new float[31 * 31];
        Arrays.fill(even, 0.25f);
        assertArrayEquals(even, new IntensityChange(0.8, FLAT, 1, 1, 0, RANDOM).of(even, 31), 1e-6f, "the rim continues");
    }

    @Test
    void theNoiseHasItsDeviationAndNothingLeavesTheRange() {
        float[] grey = new float[SIDE * SIDE];
        Arrays.fill(grey, 0.5f);
        float[] noisy = new IntensityChange(0, FLAT, 1, 1, 0.08, RANDOM).of(grey, SIDE);
        double squares = 0;
        for (float value : noisy) {
            squares += (value - 0.5) * (value - 0.5);
        }
        assertEquals(0.08, Math.sqrt(squares / noisy.length), 0.08 * 4 / Math.sqrt(2 * noisy.length));
        for (float value : new IntensityChange(0, FLAT, 1, 3, 0.5, RANDOM).of(grey, SIDE)) {
            assertTrue(value >= 0 && value <= 1);
        }
        assertNotEquals(noisy[0], noisy[1]);
    }
}
