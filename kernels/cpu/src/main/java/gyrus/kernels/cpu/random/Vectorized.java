package gyrus.kernels.cpu.random;

import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.CpuKernel;
import gyrus.kernels.cpu.Simd;
import gyrus.kernels.cpu.Strips;
import gyrus.kernels.device.Plan;
import gyrus.kernels.random.Philox;
import gyrus.kernels.random.RandomFill;
import gyrus.kernels.random.RandomSpec;
import gyrus.kernels.random.RandomSpec.Distribution;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Computes Philox on vectors of blocks, with each counter word in the low half of a long lane, into scratch memory. A second pass
 * turns the words into numbers: normal ones one by one, and the others by vectors, with the bits of the definition.
 */
public final class Vectorized implements CpuKernel<RandomSpec> {

    private static final VectorSpecies<Long> LONGS = VectorSpecies.of(long.class, Simd.SPECIES.vectorShape());
    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, Simd.SPECIES.vectorShape());
    private static final long LOW = 0xFFFFFFFFL;
    private static final int BLOCK = 16; // bytes of its four words
    private static final long WORDS = 4L * Strips.ELEMENTS + 2 * BLOCK + 4L * 4 * Simd.LANES; // bytes of a task's words, rounded up

    @Override
    public Plan prepare(RandomSpec problem, CpuDevice device) {
        Strips strips = Strips.of(problem.y());
        device.workers().reserveScratch(WORDS + 8L * Simd.LANES);
        long pitch = 4L * problem.y().pitch();
        int rowLength = problem.y().width();
        Distribution distribution = problem.distribution();
        return operands -> {
            long y = operands[0].address();
            long seed = RandomFill.seed(operands[1]);
            long stream = RandomFill.stream(operands[1]);
            strips.run(device.workers(), (row, height, column, width, worker) -> {
                long words = device.workers().scratch(worker);
                for (long i = row; i < row + height; i++) {
                    long index = i * rowLength + column;
                    int skip = (int) (index & 3);
                    words(seed, stream, index >>> 2, Math.ceilDiv(skip + width, 4), words, words + WORDS);
                    long to = y + i * pitch + 4 * column;
                    switch (distribution) {
                        case UNIFORM -> upperBits(words + 4L * skip, to, width, 24, 0x1p-24f);
                        case NORMAL -> normal(words, skip, to, width);
                        case CHUNK -> upperBits(words + 4L * skip, to, width, 16, 1);
                    }
                }
            });
        };
    }

    /** Computes the words of the given blocks, rounded up to a whole vector of blocks, in the order of their elements. */
    private static void words(long seed, long stream, long first, int blocks, long to, long spare) {
        for (int b = 0; b < blocks; b += LONGS.length()) {
            pairs(seed, stream, first + b, spare);
            for (int lane = 0; lane < LONGS.length(); lane++) {
                long block = to + (long) BLOCK * (b + lane);
                put(block, get(spare + 8L * lane));
                put(block + 8, get(spare + 8L * (LONGS.length() + lane)));
            }
        }
    }

    /** A vector of blocks: all their words (0, 1), then all their words (2, 3), each pair in one long. */
    private static void pairs(long seed, long stream, long first, long to) {
        LongVector block = LongVector.broadcast(LONGS, first).addIndex(1);
        LongVector c0 = block.and(LOW);
        LongVector c1 = block.lanewise(VectorOperators.LSHR, 32);
        LongVector c2 = LongVector.broadcast(LONGS, stream & LOW);
        LongVector c3 = LongVector.broadcast(LONGS, stream >>> 32);
        int k0 = (int) seed;
        int k1 = (int) (seed >>> 32);
        for (int round = 0; round < Philox.ROUNDS; round++) {
            LongVector product0 = c0.mul(Philox.MULTIPLIER_0);
            LongVector product1 = c2.mul(Philox.MULTIPLIER_1);
            c0 = product1.lanewise(VectorOperators.LSHR, 32).lanewise(VectorOperators.XOR, c1)
                    .lanewise(VectorOperators.XOR, Integer.toUnsignedLong(k0));
            c2 = product0.lanewise(VectorOperators.LSHR, 32).lanewise(VectorOperators.XOR, c3)
                    .lanewise(VectorOperators.XOR, Integer.toUnsignedLong(k1));
            c1 = product1.and(LOW);
            c3 = product0.and(LOW);
            k0 += Philox.WEYL_0;
            k1 += Philox.WEYL_1;
        }
        c0.or(c1.lanewise(VectorOperators.LSHL, 32)).intoMemorySegment(Simd.MEMORY, to, Simd.ORDER);
        c2.or(c3.lanewise(VectorOperators.LSHL, 32)).intoMemorySegment(Simd.MEMORY, to + 8L * LONGS.length(), Simd.ORDER);
    }

    /** Writes the number in the upper bits of each word, times a factor. */
    private static void upperBits(long words, long y, int count, int bits, float factor) {
        int whole = count - count % Simd.LANES;
        for (int i = 0; i < whole; i += Simd.LANES) {
            Simd.store(upperBits(words + 4L * i, bits, factor), y + 4L * i);
        }
        if (whole < count) {
            Simd.store(upperBits(words + 4L * whole, bits, factor), y + 4L * whole, Simd.first(count - whole));
        }
    }

    private static FloatVector upperBits(long words, int bits, float factor) {
        IntVector upper = IntVector.fromMemorySegment(INTS, Simd.MEMORY, words, Simd.ORDER)
                .lanewise(VectorOperators.LSHR, Integer.SIZE - bits);
        return ((FloatVector) upper.convert(VectorOperators.I2F, 0)).mul(factor);
    }

    private static void normal(long words, int skip, long y, int count) {
        for (int i = 0; i < count; i++) {
            long pair = words + 4L * (skip + i & ~1);
            int first = Simd.MEMORY.get(ValueLayout.JAVA_INT, pair);
            int second = Simd.MEMORY.get(ValueLayout.JAVA_INT, pair + 4);
            Simd.MEMORY.set(ValueLayout.JAVA_FLOAT, y + 4L * i, Philox.normal(first, second, (skip + i & 1) != 0));
        }
    }

    private static long get(long address) {
        return Simd.MEMORY.get(ValueLayout.JAVA_LONG, address);
    }

    private static void put(long address, long value) {
        Simd.MEMORY.set(ValueLayout.JAVA_LONG, address, value);
    }
}
