package gyrus.kernels.cpu.gemm;

import static gyrus.kernels.cpu.Simd.LANES;
import static gyrus.kernels.cpu.Simd.MEMORY;
import static gyrus.kernels.cpu.Simd.ORDER;
import static gyrus.kernels.cpu.Simd.SPECIES;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;

/**
 * The matrix product that all convolution kernels consist of: {@code C = A B}, with eight rows of C in registers. {@link
 * PixelTile} and {@link ChannelTile} are faster for two layouts of A.
 *
 * <p>A [8, depth] is read one element at a time, which is broadcast to a vector. Its strides are free, so rows can be pixels and
 * the depth channels, or the reverse. B [depth, width] is read in vectors; the width is one or two vectors. C [8, width] is dense.
 * All strides are in bytes.
 *
 * <p>Two vectors by eight rows are sixteen accumulators: enough to hide the latency of a fused multiply-add, and few enough for
 * the JIT compiler to inline every access. At twelve rows it no longer inlines, and allocates the vectors. Eight also divides the
 * sizes of images. Memory is accessed by the platform's own methods, which are marked for inlining; a wrapper would be the first
 * call that the compiler does not inline.
 */
public final class RegisterTile {

    /** The number of rows of a tile. */
    public static final int ROWS = 8;

    /** The number of columns of a whole tile: two vectors. */
    public static final int COLUMNS = 2 * LANES;

    /** The largest size of C in bytes. */
    public static final int BYTES = ROWS * COLUMNS * Float.BYTES;

    /** The address of a tile of zeros, from which sums start that are added to nothing. */
    public static final long ZEROS = Arena.global().allocate(BYTES, 64).address();

    /** The size of a vector in bytes. */
    public static final int VECTOR = LANES * Float.BYTES;

    /** Whether the CPU has 32 vector registers. With 16, eight rows of two vectors would spill. */
    public static final boolean HAS_32_REGISTERS =
            FloatVector.SPECIES_PREFERRED.vectorBitSize() == 512 || System.getProperty("os.arch").equals("aarch64");

    /** The layout of a float at any address. */
    public static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    /**
     * A mask of all bits that an address, or the step from row to row, can have. The compiler proves that a masked access lies
     * within memory, and drops the bounds check.
     */
    public static final long ADDRESSES = (1L << 48) - 1;

    private static final long STEPS = (1L << 31) - 1;

    private RegisterTile() {}

    /** Computes {@code C = A B}; {@code width} is {@link #COLUMNS} or half of it. */
    public static void multiply(int width, int depth, long a, long aRow, long aStep, long b, long bStep, long c) {
        if (width == LANES) {
            eightByOne(depth, a, aRow, aStep, b, bStep, c);
        } else if (HAS_32_REGISTERS) {
            eightByTwo(depth, a, aRow, aStep, b, bStep, c);
        } else {
            fourByTwo(depth, a, aRow, aStep, b, bStep, c);
            fourByTwo(depth, a + 4 * aRow, aRow, aStep, b, bStep, c + 8 * VECTOR);
        }
    }

    /**
     * Computes {@code C += A B} by way of {@code spare}, memory for one tile: the compiler does not inline a loop that loads
     * sixteen sums first.
     */
    public static void multiplyAdd(int width, int depth, long a, long aRow, long aStep, long b, long bStep, long c, long spare) {
        multiply(width, depth, a, aRow, aStep, b, bStep, spare);
        Panels.add(spare, c, ROWS * width);
    }

    private static void eightByTwo(int depth, long a, long aRow, long aStep, long b, long bStep, long c) {
        aRow &= STEPS;
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector c00 = zero;
        FloatVector c01 = zero;
        FloatVector c10 = zero;
        FloatVector c11 = zero;
        FloatVector c20 = zero;
        FloatVector c21 = zero;
        FloatVector c30 = zero;
        FloatVector c31 = zero;
        FloatVector c40 = zero;
        FloatVector c41 = zero;
        FloatVector c50 = zero;
        FloatVector c51 = zero;
        FloatVector c60 = zero;
        FloatVector c61 = zero;
        FloatVector c70 = zero;
        FloatVector c71 = zero;
        for (int k = 0; k < depth; k++) {
            a &= ADDRESSES;
            b &= ADDRESSES;
            FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, b, ORDER);
            FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, MEMORY, b + VECTOR, ORDER);
            FloatVector a0 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a));
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            FloatVector a1 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a + aRow));
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            FloatVector a2 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a + 2 * aRow));
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            FloatVector a3 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a + 3 * aRow));
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            FloatVector a4 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a + 4 * aRow));
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
            FloatVector a5 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a + 5 * aRow));
            c50 = a5.fma(b0, c50);
            c51 = a5.fma(b1, c51);
            FloatVector a6 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a + 6 * aRow));
            c60 = a6.fma(b0, c60);
            c61 = a6.fma(b1, c61);
            FloatVector a7 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a + 7 * aRow));
            c70 = a7.fma(b0, c70);
            c71 = a7.fma(b1, c71);
            a += aStep;
            b += bStep;
        }
        c &= ADDRESSES;
        c00.intoMemorySegment(MEMORY, c, ORDER);
        c01.intoMemorySegment(MEMORY, c + VECTOR, ORDER);
        c10.intoMemorySegment(MEMORY, c + 2 * VECTOR, ORDER);
        c11.intoMemorySegment(MEMORY, c + 3 * VECTOR, ORDER);
        c20.intoMemorySegment(MEMORY, c + 4 * VECTOR, ORDER);
        c21.intoMemorySegment(MEMORY, c + 5 * VECTOR, ORDER);
        c30.intoMemorySegment(MEMORY, c + 6 * VECTOR, ORDER);
        c31.intoMemorySegment(MEMORY, c + 7 * VECTOR, ORDER);
        c40.intoMemorySegment(MEMORY, c + 8 * VECTOR, ORDER);
        c41.intoMemorySegment(MEMORY, c + 9 * VECTOR, ORDER);
        c50.intoMemorySegment(MEMORY, c + 10 * VECTOR, ORDER);
        c51.intoMemorySegment(MEMORY, c + 11 * VECTOR, ORDER);
        c60.intoMemorySegment(MEMORY, c + 12 * VECTOR, ORDER);
        c61.intoMemorySegment(MEMORY, c + 13 * VECTOR, ORDER);
        c70.intoMemorySegment(MEMORY, c + 14 * VECTOR, ORDER);
        c71.intoMemorySegment(MEMORY, c + 15 * VECTOR, ORDER);
    }

    private static void fourByTwo(int depth, long a, long aRow, long aStep, long b, long bStep, long c) {
        aRow &= STEPS;
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector c00 = zero;
        FloatVector c01 = zero;
        FloatVector c10 = zero;
        FloatVector c11 = zero;
        FloatVector c20 = zero;
        FloatVector c21 = zero;
        FloatVector c30 = zero;
        FloatVector c31 = zero;
        for (int k = 0; k < depth; k++) {
            a &= ADDRESSES;
            b &= ADDRESSES;
            FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, b, ORDER);
            FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, MEMORY, b + VECTOR, ORDER);
            FloatVector a0 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a));
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            FloatVector a1 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a + aRow));
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            FloatVector a2 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a + 2 * aRow));
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            FloatVector a3 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a + 3 * aRow));
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            a += aStep;
            b += bStep;
        }
        c &= ADDRESSES;
        c00.intoMemorySegment(MEMORY, c, ORDER);
        c01.intoMemorySegment(MEMORY, c + VECTOR, ORDER);
        c10.intoMemorySegment(MEMORY, c + 2 * VECTOR, ORDER);
        c11.intoMemorySegment(MEMORY, c + 3 * VECTOR, ORDER);
        c20.intoMemorySegment(MEMORY, c + 4 * VECTOR, ORDER);
        c21.intoMemorySegment(MEMORY, c + 5 * VECTOR, ORDER);
        c30.intoMemorySegment(MEMORY, c + 6 * VECTOR, ORDER);
        c31.intoMemorySegment(MEMORY, c + 7 * VECTOR, ORDER);
    }

    private static void eightByOne(int depth, long a, long aRow, long aStep, long b, long bStep, long c) {
        aRow &= STEPS;
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector c0 = zero;
        FloatVector c1 = zero;
        FloatVector c2 = zero;
        FloatVector c3 = zero;
        FloatVector c4 = zero;
        FloatVector c5 = zero;
        FloatVector c6 = zero;
        FloatVector c7 = zero;
        for (int k = 0; k < depth; k++) {
            a &= ADDRESSES;
            b &= ADDRESSES;
            FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, b, ORDER);
            c0 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a)).fma(b0, c0);
            c1 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a + aRow)).fma(b0, c1);
            c2 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a + 2 * aRow)).fma(b0, c2);
            c3 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a + 3 * aRow)).fma(b0, c3);
            c4 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a + 4 * aRow)).fma(b0, c4);
            c5 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a + 5 * aRow)).fma(b0, c5);
            c6 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a + 6 * aRow)).fma(b0, c6);
            c7 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a + 7 * aRow)).fma(b0, c7);
            a += aStep;
            b += bStep;
        }
        c &= ADDRESSES;
        c0.intoMemorySegment(MEMORY, c, ORDER);
        c1.intoMemorySegment(MEMORY, c + VECTOR, ORDER);
        c2.intoMemorySegment(MEMORY, c + 2 * VECTOR, ORDER);
        c3.intoMemorySegment(MEMORY, c + 3 * VECTOR, ORDER);
        c4.intoMemorySegment(MEMORY, c + 4 * VECTOR, ORDER);
        c5.intoMemorySegment(MEMORY, c + 5 * VECTOR, ORDER);
        c6.intoMemorySegment(MEMORY, c + 6 * VECTOR, ORDER);
        c7.intoMemorySegment(MEMORY, c + 7 * VECTOR, ORDER);
    }
}
