package gyrus.kernels.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class PhiloxTest {

    private static final int SAMPLES = 1 << 20;

    /** The three vectors philox4x32-10 of kat_vectors in Random123. */
    @Test
    void givesTheKnownAnswersOfRandom123() {
        assertEquals(new Philox.Block(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8), Philox.block(0, 0, 0, 0, 0, 0));
        assertEquals(new Philox.Block(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd), Philox.block(-1, -1, -1, -1, -1, -1));
        assertEquals(new Philox.Block(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1),
                Philox.block(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0));
    }

    @Test
    void laysOutCounterAndKeyAsDocumented() {
        long seed = 0x299f31d0a4093822L;
        long stream = 0x0370734413198a2eL;
        long index = 4 * 0x05a308d3243f6a88L + 2; // a counter word below 2^30, so that the index fits 64 bits
        Philox.Block block = Philox.block(0x243f6a88, 0x05a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0);
        assertEquals(block.word2(), Philox.word(seed, stream, index));
        assertEquals((block.word2() >>> 8) / (float) (1 << 24), Philox.uniform(seed, stream, index));
        double radius = Math.sqrt(-2 * Math.log(((block.word2() >>> 8) + 1) / (double) (1 << 24)));
        double angle = 2 * Math.PI * (block.word3() >>> 8) / (1 << 24);
        assertEquals(radius * Math.cos(angle), Philox.normal(seed, stream, index), 1e-6);
        assertEquals(radius * Math.sin(angle), Philox.normal(seed, stream, index + 1), 1e-6);
    }

    /** Bounds: five standard errors of each estimate. */
    @Test
    void uniformNumbersHaveTheMomentsOfTheUniformDistribution() {
        double sum = 0;
        double squares = 0;
        double neighbours = 0;
        for (int index = 0; index < SAMPLES; index++) {
            double value = Philox.uniform(7, 3, index);
            assertTrue(value >= 0 && value < 1);
            sum += value;
            squares += value * value;
            neighbours += (value - 0.5) * (Philox.uniform(7, 3, index + 1) - 0.5);
        }
        double root = Math.sqrt(SAMPLES);
        assertEquals(0.5, sum / SAMPLES, 5 * Math.sqrt(1.0 / 12) / root);
        assertEquals(1.0 / 3, squares / SAMPLES, 5 * Math.sqrt(4.0 / 45) / root);
        assertEquals(0, neighbours / SAMPLES, 5 * (1.0 / 12) / root);
    }

    /** Bounds: five standard errors of each estimate. */
    @Test
    void normalNumbersHaveTheMomentsOfTheNormalDistribution() {
        double[] powers = new double[5];
        double pairs = 0;
        int beyondTwo = 0;
        for (int index = 0; index < SAMPLES; index++) {
            double value = Philox.normal(7, 4, index);
            for (int power = 1; power <= 4; power++) {
                powers[power] += Math.pow(value, power) / SAMPLES;
            }
            pairs += value * Philox.normal(7, 4, index ^ 1) / SAMPLES;
            beyondTwo += Math.abs(value) > 2 ? 1 : 0;
        }
        double root = Math.sqrt(SAMPLES);
        assertEquals(0, powers[1], 5 / root);
        assertEquals(1, powers[2], 5 * Math.sqrt(2) / root);
        assertEquals(0, powers[3], 5 * Math.sqrt(15) / root);
        assertEquals(3, powers[4], 5 * Math.sqrt(96) / root);
        assertEquals(0, pairs, 5 * Math.sqrt(2) / root);
        assertEquals(0.0455003, beyondTwo / (double) SAMPLES, 5 * Math.sqrt(0.0455 * 0.9545) / root);
    }

    @Test
    void seedsAndStreamsAreUncorrelated() {
        double streams = 0;
        double seeds = 0;
        for (int index = 0; index < SAMPLES; index++) {
            double value = Philox.uniform(1, 1, index) - 0.5;
            streams += value * (Philox.uniform(1, 2, index) - 0.5);
            seeds += value * (Philox.uniform(2, 1, index) - 0.5);
        }
        assertEquals(0, streams / SAMPLES, 5.0 / 12 / Math.sqrt(SAMPLES));
        assertEquals(0, seeds / SAMPLES, 5.0 / 12 / Math.sqrt(SAMPLES));
    }
}
