package gyrus.kernels.conv;

import static gyrus.kernels.cpu.Simd.LANES;
import static gyrus.kernels.cpu.Simd.MEMORY;
import static gyrus.kernels.cpu.Simd.SPECIES;
import static gyrus.kernels.cpu.Simd.load;
import static gyrus.kernels.cpu.Simd.store;

import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;

/**
 * The product that all convolution kernels are made of: {@code C = A B}, with eight rows of C held in registers.
 *
 * <p>A [8, depth] is read one element at a time and spread over a vector; its strides are free, so the rows may be pixels and
 * the depth channels, or the other way round. B [depth, width] is read in vectors; width is one or two vectors. C [8, width]
 * is dense. All strides are in bytes.
 *
 * <p>Two vectors by eight rows are sixteen accumulators: enough to hide the latency of a fused multiply-add, few enough that
 * the compiler still inlines every access (at twelve rows it gives up and boxes). Eight also divides the sizes of images.
 */
final class RegisterTile {

    static final int ROWS = 8;

    /** Columns of a whole tile: two vectors. */
    static final int COLUMNS = 2 * LANES;

    /** Bytes of C, at most. */
    static final int BYTES = ROWS * COLUMNS * Float.BYTES;

    private static final int VECTOR = LANES * Float.BYTES;

    /** With 16 vector registers instead of 32, eight rows of two vectors would spill. */
    private static final boolean HAS_32_REGISTERS =
            FloatVector.SPECIES_PREFERRED.vectorBitSize() == 512 || System.getProperty("os.arch").equals("aarch64");

    private RegisterTile() {}

    /** {@code C = A B}; {@code width} is {@link #COLUMNS}, or half of it. */
    static void multiply(int width, int depth, long a, long aRow, long aStep, long b, long bStep, long c) {
        if (width == LANES) {
            eightByOne(depth, a, aRow, aStep, b, bStep, c);
        } else if (HAS_32_REGISTERS) {
            eightByTwo(depth, a, aRow, aStep, b, bStep, c);
        } else {
            fourByTwo(depth, a, aRow, aStep, b, bStep, c);
            fourByTwo(depth, a + 4 * aRow, aRow, aStep, b, bStep, c + 8 * VECTOR);
        }
    }

    /** {@code C += A B}, through {@code spare}, memory for one tile: loading sixteen sums first is more than the compiler inlines. */
    static void multiplyAdd(int width, int depth, long a, long aRow, long aStep, long b, long bStep, long c, long spare) {
        multiply(width, depth, a, aRow, aStep, b, bStep, spare);
        Panels.add(spare, c, ROWS * width);
    }

    private static void eightByTwo(int depth, long a, long aRow, long aStep, long b, long bStep, long c) {
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
            FloatVector b0 = load(b);
            FloatVector b1 = load(b + VECTOR);
            FloatVector a0 = spread(a);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            FloatVector a1 = spread(a + aRow);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            FloatVector a2 = spread(a + 2 * aRow);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            FloatVector a3 = spread(a + 3 * aRow);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            FloatVector a4 = spread(a + 4 * aRow);
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
            FloatVector a5 = spread(a + 5 * aRow);
            c50 = a5.fma(b0, c50);
            c51 = a5.fma(b1, c51);
            FloatVector a6 = spread(a + 6 * aRow);
            c60 = a6.fma(b0, c60);
            c61 = a6.fma(b1, c61);
            FloatVector a7 = spread(a + 7 * aRow);
            c70 = a7.fma(b0, c70);
            c71 = a7.fma(b1, c71);
            a += aStep;
            b += bStep;
        }
        store(c00, c);
        store(c01, c + VECTOR);
        store(c10, c + 2 * VECTOR);
        store(c11, c + 3 * VECTOR);
        store(c20, c + 4 * VECTOR);
        store(c21, c + 5 * VECTOR);
        store(c30, c + 6 * VECTOR);
        store(c31, c + 7 * VECTOR);
        store(c40, c + 8 * VECTOR);
        store(c41, c + 9 * VECTOR);
        store(c50, c + 10 * VECTOR);
        store(c51, c + 11 * VECTOR);
        store(c60, c + 12 * VECTOR);
        store(c61, c + 13 * VECTOR);
        store(c70, c + 14 * VECTOR);
        store(c71, c + 15 * VECTOR);
    }

    private static void fourByTwo(int depth, long a, long aRow, long aStep, long b, long bStep, long c) {
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
            FloatVector b0 = load(b);
            FloatVector b1 = load(b + VECTOR);
            FloatVector a0 = spread(a);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            FloatVector a1 = spread(a + aRow);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            FloatVector a2 = spread(a + 2 * aRow);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            FloatVector a3 = spread(a + 3 * aRow);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            a += aStep;
            b += bStep;
        }
        store(c00, c);
        store(c01, c + VECTOR);
        store(c10, c + 2 * VECTOR);
        store(c11, c + 3 * VECTOR);
        store(c20, c + 4 * VECTOR);
        store(c21, c + 5 * VECTOR);
        store(c30, c + 6 * VECTOR);
        store(c31, c + 7 * VECTOR);
    }

    private static void eightByOne(int depth, long a, long aRow, long aStep, long b, long bStep, long c) {
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
            FloatVector b0 = load(b);
            c0 = spread(a).fma(b0, c0);
            c1 = spread(a + aRow).fma(b0, c1);
            c2 = spread(a + 2 * aRow).fma(b0, c2);
            c3 = spread(a + 3 * aRow).fma(b0, c3);
            c4 = spread(a + 4 * aRow).fma(b0, c4);
            c5 = spread(a + 5 * aRow).fma(b0, c5);
            c6 = spread(a + 6 * aRow).fma(b0, c6);
            c7 = spread(a + 7 * aRow).fma(b0, c7);
            a += aStep;
            b += bStep;
        }
        store(c0, c);
        store(c1, c + VECTOR);
        store(c2, c + 2 * VECTOR);
        store(c3, c + 3 * VECTOR);
        store(c4, c + 4 * VECTOR);
        store(c5, c + 5 * VECTOR);
        store(c6, c + 6 * VECTOR);
        store(c7, c + 7 * VECTOR);
    }

    private static FloatVector spread(long address) {
        return FloatVector.broadcast(SPECIES, MEMORY.get(ValueLayout.JAVA_FLOAT_UNALIGNED, address));
    }
}
