package gyrus.kernels.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Vector registers and raw memory for kernels of the Vector API.
 *
 * <p>The vector width is the machine's preferred one. {@code -Dgyrus.vector.bits=256} sets another, for tests and comparisons. The
 * width is a constant to the JIT compiler: a species that is passed as an argument costs most of the speed.
 */
public final class Simd {

    /** The type of vector that all kernels use. */
    public static final VectorSpecies<Float> SPECIES = species();

    /** The number of floats in a vector. */
    public static final int LANES = SPECIES.length();

    /**
     * Magnitudes below it are negligible beside any gradient that moves a weight, and its products with a rate or a weight are
     * still normal numbers.
     */
    public static final float NEGLIGIBLE = 0x1p-100f;

    /**
     * All of memory, so that kernels address operands as a GPU kernel does. The device checks the extents of operands before the
     * launch.
     */
    public static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    /** The byte order of floats in memory. */
    public static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private static final VectorShuffle<Float> ROTATION_8 = rotation(8);
    private static final VectorShuffle<Float> ROTATION_4 = rotation(4);
    private static final VectorShuffle<Float> ROTATION_2 = rotation(2);
    private static final VectorShuffle<Float> ROTATION_1 = rotation(1);

    private Simd() {}

    private static VectorSpecies<Float> species() {
        return switch (Integer.getInteger("gyrus.vector.bits", FloatVector.SPECIES_PREFERRED.vectorBitSize())) {
            case 64 -> FloatVector.SPECIES_64;
            case 128 -> FloatVector.SPECIES_128;
            case 256 -> FloatVector.SPECIES_256;
            case 512 -> FloatVector.SPECIES_512;
            default -> throw new IllegalArgumentException("gyrus.vector.bits: expected 64, 128, 256 or 512, got "
                    + System.getProperty("gyrus.vector.bits"));
        };
    }

    /** Returns the width of a vector in bits. */
    public static int bits() {
        return SPECIES.vectorBitSize();
    }

    /** Returns the vector at a byte address. */
    public static FloatVector load(long address) {
        return FloatVector.fromMemorySegment(SPECIES, MEMORY, address, ORDER);
    }

    /** Returns a vector with the float at a byte address in every lane. */
    public static FloatVector broadcast(long address) {
        return FloatVector.broadcast(SPECIES, MEMORY.get(ValueLayout.JAVA_FLOAT, address));
    }

    /** Writes a vector to a byte address. */
    public static void store(FloatVector vector, long address) {
        vector.intoMemorySegment(MEMORY, address, ORDER);
    }

    /**
     * Returns the mask of the first {@code count} lanes, for the elements after the last whole vector. It sets all lanes if {@code
     * count} is at least the number of lanes.
     */
    public static VectorMask<Float> first(int count) {
        return SPECIES.indexInRange(0, count);
    }

    /** Returns the masked lanes from a byte address on, and zero in the other lanes, whose memory is not accessed. */
    public static FloatVector load(long address, VectorMask<Float> mask) {
        return FloatVector.fromMemorySegment(SPECIES, MEMORY, address, ORDER, mask);
    }

    /** Writes the masked lanes from a byte address on. */
    public static void store(FloatVector vector, long address, VectorMask<Float> mask) {
        vector.intoMemorySegment(MEMORY, address, ORDER, mask);
    }

    /**
     * Returns the vector with 0 for the lanes whose magnitude is below a limit; NaN stays. x86 takes more than 100 cycles for an
     * operand or a result that is subnormal, below 2^-126, and gradients that vanish pass through that range (decision 31).
     */
    public static FloatVector flush(FloatVector vector, float limit) {
        return vector.blend(0, vector.abs().compare(VectorOperators.LT, limit));
    }

    /**
     * Returns the sum of all lanes, always in the order of one tree. The order of the Vector API's own reduction is unspecified.
     */
    public static float sum(FloatVector vector) {
        FloatVector sum = vector;
        if (LANES >= 16) {
            sum = sum.add(sum.rearrange(ROTATION_8));
        }
        if (LANES >= 8) {
            sum = sum.add(sum.rearrange(ROTATION_4));
        }
        if (LANES >= 4) {
            sum = sum.add(sum.rearrange(ROTATION_2));
        }
        return sum.add(sum.rearrange(ROTATION_1)).lane(0);
    }

    /** Returns the largest lane. */
    public static float max(FloatVector vector) {
        return vector.reduceLanes(VectorOperators.MAX);
    }

    private static VectorShuffle<Float> rotation(int lanes) {
        return VectorShuffle.iota(SPECIES, lanes, 1, true);
    }
}
