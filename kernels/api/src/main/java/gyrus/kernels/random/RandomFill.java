package gyrus.kernels.random;

import gyrus.kernels.Extent;
import gyrus.kernels.Op;
import gyrus.kernels.Port;
import gyrus.kernels.Port.Values;
import gyrus.kernels.memory.Operand;
import gyrus.kernels.random.RandomSpec.Distribution;
import java.util.ArrayList;
import java.util.List;

/**
 * Random numbers by {@link Philox}, which says what element i is. The operand {@code key} holds the 64-bit seed and the 64-bit
 * stream as four chunks of 16 bits each, least significant first, so that every chunk is exact in float32.
 */
public record RandomFill() implements Op<RandomSpec> {

    private static final int MAX_CHUNK = 0xFFFF;

    @Override
    public String name() {
        return "random fill";
    }

    @Override
    public List<Port> ports(RandomSpec problem) {
        return List.of(
                Port.write("y", problem.y()),
                Port.read("key", Extent.vector(8)).with(Values.BINARY));
    }

    @Override
    public List<RandomSpec> cases() {
        List<RandomSpec> cases = new ArrayList<>();
        for (Distribution distribution : Distribution.values()) {
            cases.add(new RandomSpec(distribution, Extent.vector(1)));
            cases.add(new RandomSpec(distribution, Extent.vector(30_003)));
            cases.add(new RandomSpec(distribution, Extent.dense(128, 128)));
            cases.add(new RandomSpec(distribution, new Extent(64, 37, 48)));
            cases.add(new RandomSpec(distribution, new Extent(50, 1, 3)));
        }
        return cases;
    }

    /** Returns the 64-bit seed that the key holds in its first four elements. */
    public static long seed(Operand key) {
        return number(key, 0);
    }

    /** Returns the 64-bit stream that the key holds in its last four elements. */
    public static long stream(Operand key) {
        return number(key, 4);
    }

    private static long number(Operand key, int first) {
        long number = 0;
        for (int chunk = 3; chunk >= 0; chunk--) {
            double bits = key.get(first + chunk);
            if (!(bits >= 0 && bits <= MAX_CHUNK && bits == Math.rint(bits))) {
                throw new IllegalArgumentException("random numbers: the key holds " + bits
                        + "; it must hold whole numbers from 0 to " + MAX_CHUNK + ", as RandomStream.key() makes them");
            }
            number = number << 16 | (long) bits;
        }
        return number;
    }

    /** Ten rounds of two products and four exclusive-ors for four elements. */
    @Override
    public double flops(RandomSpec problem) {
        return 15.0 * problem.y().elements();
    }

    @Override
    public double terms(RandomSpec problem) {
        return 1;
    }

    @Override
    public Magnitude magnitude() {
        return Magnitude.OF_RESULT;
    }
}
