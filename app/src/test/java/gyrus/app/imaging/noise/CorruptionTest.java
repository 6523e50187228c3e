package gyrus.app.imaging.noise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.imaging.noise.Corruption.Kind;
import gyrus.engine.random.RandomStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class CorruptionTest {

    private static final int SIDE = 32;
    private static final Noise NOISE = new Noise(Noise.Kind.UNIFORM, 0.4, 7);

    private static float[] slice() {
        float[] pixels = new float[SIDE * SIDE];
        RandomStream random = RandomStream.of(1, "slice");
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.uniform(i);
        }
        return pixels;
    }

    private static Corruption of(Kind kind, double share, int block, boolean redrawn) {
        return new Corruption(kind, NOISE, share, block, 4, redrawn);
    }

    @Test
    void noiseThatIsDrawnOnceIsThePapers() {
        for (int epoch = 1; epoch <= 2; epoch++) {
            assertArrayEquals(NOISE.over(slice(), "sub-01", 9),
                    of(Kind.NOISE, 0.5, 8, false).over(slice(), SIDE, "sub-01", 9, epoch));
        }
    }

    @ParameterizedTest
    @CsvSource({"0.3, 8, 5", "0.75, 8, 12", "0.5, 16, 2", "0.5, 5, 25", "0.6, 1, 614"})
    void asManyBlocksAsAskedForAreSetToTheMean(double share, int block, int blocks) {
        float[] clean = slice();
        double sum = 0;
        for (float pixel : clean) {
            sum += pixel;
        }
        float[] masked = of(Kind.MASK, share, block, false).over(clean, SIDE, "sub-01", 9, 1);
        Set<Integer> touched = new HashSet<>();
        for (int i = 0; i < clean.length; i++) {
            int place = i % SIDE / block + 100 * (i / SIDE / block);
            if (masked[i] != clean[i]) {
                assertEquals(sum / clean.length, masked[i], 1e-6);
                touched.add(place);
            }
        }
        assertEquals(blocks, touched.size());
        for (int i = 0; i < clean.length; i++) {
            assertEquals(touched.contains(i % SIDE / block + 100 * (i / SIDE / block)), masked[i] != clean[i],
                    "whole blocks, " + i);
        }
    }

    /** A linear image keeps its values between the outermost means; means of 4 x 4 pixels are those of the formula. */
    @Test
    void aCoarseSliceIsInterpolatedBetweenMeans() {
        float[] ramp = new float[SIDE * SIDE];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = (i % SIDE + 2f * (i / SIDE)) / 100;
        }
        float[] coarse = of(Kind.COARSE, 0.5, 8, false).over(ramp, SIDE, "sub-01", 9, 1);
        for (int row = 2; row < SIDE - 2; row++) {
            for (int column = 2; column < SIDE - 2; column++) {
                assertEquals(ramp[row * SIDE + column], coarse[row * SIDE + column], 1e-6);
            }
        }
        float[] point = new float[SIDE * SIDE];
        point[9 * SIDE + 9] = 1; // in the block of rows and columns 8 to 11, whose centre is 9.5
        float[] spread = of(Kind.COARSE, 0.5, 8, false).over(point, SIDE, "sub-01", 9, 1);
        assertEquals(0.875 * 0.875 / 16, spread[9 * SIDE + 9], 1e-7);
        assertEquals(0.875 * 0.125 / 16, spread[9 * SIDE + 6], 1e-7);
        assertEquals(0, spread[9 * SIDE + 5]);
    }

    @Test
    void maskAndNoiseMasksTheNoise() {
        float[] noisy = NOISE.over(slice(), "sub-01", 9);
        float[] both = of(Kind.MASK_AND_NOISE, 0.5, 8, false).over(slice(), SIDE, "sub-01", 9, 1);
        float[] mask = of(Kind.MASK, 0.5, 8, false).over(slice(), SIDE, "sub-01", 9, 1);
        for (int i = 0; i < both.length; i++) {
            assertEquals(mask[i] == slice()[i], both[i] == noisy[i], "pixel " + i);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, names = "COARSE", mode = EnumSource.Mode.EXCLUDE)
    void whatIsDrawnAnewDependsOnScanSliceAndEpoch(Kind kind) {
        Corruption anew = of(kind, 0.5, 8, true);
        Set<Integer> seen = new HashSet<>();
        for (String scan : new String[] {"a", "b"}) {
            for (int slice = 0; slice < 2; slice++) {
                for (int epoch = 1; epoch <= 2; epoch++) {
                    float[] corrupted = anew.over(slice(), SIDE, scan, slice, epoch);
                    assertArrayEquals(corrupted, anew.over(slice(), SIDE, scan, slice, epoch));
                    seen.add(Arrays.hashCode(corrupted));
                }
            }
        }
        assertEquals(8, seen.size());
        assertArrayEquals(of(kind, 0.5, 8, false).over(slice(), SIDE, "a", 0, 5), anew.drawnOnce().over(slice(), SIDE, "a", 0, 1));
        assertFalse(anew.drawnOnce().redrawn());
        assertTrue(anew.redrawn());
    }
}
