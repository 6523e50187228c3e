package gyrus.kernels.memory;

import gyrus.kernels.DType;
import gyrus.kernels.Extent;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The memory of one operand of a launch.
 *
 * @param block the block that holds the operand
 * @param offset elements from the begin of the block to the first element
 */
public record Operand(Block block, long offset) {

    /** Returns the operand that begins at the first element of a block. */
    public static Operand of(Block block) {
        return new Operand(block, 0);
    }

    /**
     * Returns the address of the first element. Kernels compute with it unchecked; the device checks extents before every launch.
     */
    public long address() {
        return block.address() + offset * block.dtype().bytes();
    }

    /** Returns element i, counted from the first one, as a double. */
    public double get(long i) {
        return switch (block.dtype()) {
            case FLOAT64 -> block.segment().getAtIndex(ValueLayout.JAVA_DOUBLE, offset + i);
            case FLOAT32 -> block.segment().getAtIndex(ValueLayout.JAVA_FLOAT, offset + i);
        };
    }

    /** Sets element i, counted from the first one; the value is rounded to the block's number format. */
    public void set(long i, double value) {
        switch (block.dtype()) {
            case FLOAT64 -> block.segment().setAtIndex(ValueLayout.JAVA_DOUBLE, offset + i, value);
            case FLOAT32 -> block.segment().setAtIndex(ValueLayout.JAVA_FLOAT, offset + i, (float) value);
        }
    }

    /** Returns the elements of an extent in row-major order, rounded to float32. */
    public float[] floats(Extent extent) {
        float[] values = new float[Math.toIntExact(extent.elements())];
        if (isOneRun(extent)) {
            MemorySegment.copy(block.segment(), ValueLayout.JAVA_FLOAT, offset * Float.BYTES, values, 0, values.length);
        } else {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) get(place(extent, i));
            }
        }
        return values;
    }

    /** Sets the elements of an extent, in row-major order. */
    public void set(Extent extent, float[] values) {
        if (isOneRun(extent)) {
            MemorySegment.copy(values, 0, block.segment(), ValueLayout.JAVA_FLOAT, offset * Float.BYTES, values.length);
        } else {
            for (int i = 0; i < values.length; i++) {
                set(place(extent, i), values[i]);
            }
        }
    }

    private boolean isOneRun(Extent extent) {
        return block.dtype() == DType.FLOAT32 && (extent.rows() == 1 || extent.pitch() == extent.width());
    }

    private static long place(Extent extent, int i) {
        return (long) (i / extent.width()) * extent.pitch() + i % extent.width();
    }

    /** Adds a value to element i, counted from the first one. */
    public void add(long i, double value) {
        set(i, get(i) + value);
    }
}
