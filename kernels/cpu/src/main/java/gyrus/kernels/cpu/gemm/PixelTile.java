package gyrus.kernels.cpu.gemm;

import static gyrus.kernels.cpu.Simd.LANES;
import static gyrus.kernels.cpu.Simd.MEMORY;
import static gyrus.kernels.cpu.Simd.ORDER;
import static gyrus.kernels.cpu.Simd.SPECIES;
import static gyrus.kernels.cpu.gemm.RegisterTile.ADDRESSES;
import static gyrus.kernels.cpu.gemm.RegisterTile.FLOAT;
import static gyrus.kernels.cpu.gemm.RegisterTile.HAS_32_REGISTERS;
import static gyrus.kernels.cpu.gemm.RegisterTile.VECTOR;

import jdk.incubator.vector.FloatVector;

/**
 * A register tile whose rows are pixels {@link #STEP} bytes apart: {@code C = C0 + A B}, A's depth being the pixels' channels.
 *
 * <p>The step is a constant to the compiler, so that the address of a row is that of A plus a constant. With variable steps, as
 * in {@link RegisterTile}, the addresses take more registers than a CPU has, and the sums cannot start from memory.
 */
public final class PixelTile {

    /** The largest number of channels of a pixel. */
    public static final int DEPTH = 128;

    /** The bytes from pixel to pixel: an odd number of cache lines, so that pixels use all sets of a cache. */
    public static final int STEP = DEPTH * Float.BYTES + 64;

    private PixelTile() {}

    /**
     * Computes {@code C = C0 + A B}.
     *
     * @param a pixels [8][channel], {@link #STEP} bytes apart
     * @param b [depth, width], rows {@code bStep} bytes apart; {@code width} is {@link RegisterTile#COLUMNS}, or half of it
     * @param from C0 [8, width]; {@link RegisterTile#ZEROS} for none, or C itself
     */
    public static void multiplyAdd(int width, int depth, long a, long b, long bStep, long from, long c) {
        if (width == LANES) {
            eightByOne(depth, a, b, bStep, from, c);
        } else if (HAS_32_REGISTERS) {
            eightByTwo(depth, a, b, bStep, from, c);
        } else {
            fourByTwo(depth, a, b, bStep, from, c);
            fourByTwo(depth, a + 4 * STEP, b, bStep, from + 8 * VECTOR, c + 8 * VECTOR);
        }
    }

    private static void eightByTwo(int depth, long a, long b, long bStep, long from, long c) {
        from &= ADDRESSES;
        FloatVector c00 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from, ORDER);
        FloatVector c01 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + VECTOR, ORDER);
        FloatVector c10 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 2 * VECTOR, ORDER);
        FloatVector c11 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 3 * VECTOR, ORDER);
        FloatVector c20 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 4 * VECTOR, ORDER);
        FloatVector c21 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 5 * VECTOR, ORDER);
        FloatVector c30 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 6 * VECTOR, ORDER);
        FloatVector c31 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 7 * VECTOR, ORDER);
        FloatVector c40 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 8 * VECTOR, ORDER);
        FloatVector c41 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 9 * VECTOR, ORDER);
        FloatVector c50 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 10 * VECTOR, ORDER);
        FloatVector c51 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 11 * VECTOR, ORDER);
        FloatVector c60 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 12 * VECTOR, ORDER);
        FloatVector c61 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 13 * VECTOR, ORDER);
        FloatVector c70 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 14 * VECTOR, ORDER);
        FloatVector c71 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 15 * VECTOR, ORDER);
        for (int k = 0; k < depth; k++) {
            a &= ADDRESSES;
            b &= ADDRESSES;
            FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, b, ORDER);
            FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, MEMORY, b + VECTOR, ORDER);
            FloatVector a0 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a));
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            FloatVector a1 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a + STEP));
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            FloatVector a2 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a + 2 * STEP));
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            FloatVector a3 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a + 3 * STEP));
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            FloatVector a4 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a + 4 * STEP));
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
            FloatVector a5 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a + 5 * STEP));
            c50 = a5.fma(b0, c50);
            c51 = a5.fma(b1, c51);
            FloatVector a6 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a + 6 * STEP));
            c60 = a6.fma(b0, c60);
            c61 = a6.fma(b1, c61);
            FloatVector a7 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a + 7 * STEP));
            c70 = a7.fma(b0, c70);
            c71 = a7.fma(b1, c71);
            a += Float.BYTES;
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

    private static void fourByTwo(int depth, long a, long b, long bStep, long from, long c) {
        from &= ADDRESSES;
        FloatVector c00 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from, ORDER);
        FloatVector c01 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + VECTOR, ORDER);
        FloatVector c10 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 2 * VECTOR, ORDER);
        FloatVector c11 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 3 * VECTOR, ORDER);
        FloatVector c20 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 4 * VECTOR, ORDER);
        FloatVector c21 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 5 * VECTOR, ORDER);
        FloatVector c30 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 6 * VECTOR, ORDER);
        FloatVector c31 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 7 * VECTOR, ORDER);
        for (int k = 0; k < depth; k++) {
            a &= ADDRESSES;
            b &= ADDRESSES;
            FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, b, ORDER);
            FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, MEMORY, b + VECTOR, ORDER);
            FloatVector a0 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a));
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            FloatVector a1 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a + STEP));
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            FloatVector a2 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a + 2 * STEP));
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            FloatVector a3 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a + 3 * STEP));
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            a += Float.BYTES;
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

    private static void eightByOne(int depth, long a, long b, long bStep, long from, long c) {
        from &= ADDRESSES;
        FloatVector c0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from, ORDER);
        FloatVector c1 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + VECTOR, ORDER);
        FloatVector c2 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 2 * VECTOR, ORDER);
        FloatVector c3 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 3 * VECTOR, ORDER);
        FloatVector c4 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 4 * VECTOR, ORDER);
        FloatVector c5 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 5 * VECTOR, ORDER);
        FloatVector c6 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 6 * VECTOR, ORDER);
        FloatVector c7 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 7 * VECTOR, ORDER);
        for (int k = 0; k < depth; k++) {
            a &= ADDRESSES;
            b &= ADDRESSES;
            FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, b, ORDER);
            c0 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a)).fma(b0, c0);
            c1 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a + STEP)).fma(b0, c1);
            c2 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a + 2 * STEP)).fma(b0, c2);
            c3 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a + 3 * STEP)).fma(b0, c3);
            c4 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a + 4 * STEP)).fma(b0, c4);
            c5 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a + 5 * STEP)).fma(b0, c5);
            c6 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a + 6 * STEP)).fma(b0, c6);
            c7 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a + 7 * STEP)).fma(b0, c7);
            a += Float.BYTES;
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
