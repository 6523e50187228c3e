package gyrus.kernels.memory;

import gyrus.kernels.DType;
import gyrus.kernels.Extent;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What a kernel gets for one port: a block and the element its extent begins at.
 *
 * @param offset elements from the block's begin to the operand's first element
 */
public record Operand(Block block, long offset) {

    public static Operand of(Block block) {
        return new Operand(block, 0);
    }

    /** The first element's address, for kernels that compute addresses; spans are checked before every launch. */
    public long address() {
        return block.address() + offset * block.dtype().bytes();
    }

    /** Element i counted from the first one, as a double, whatever the block's type. */
    public double get(long i) {
        return switch (block.dtype()) {
            case FLOAT64 -> block.segment().getAtIndex(ValueLayout.JAVA_DOUBLE, offset + i);
            case FLOAT32 -> block.segment().getAtIndex(ValueLayout.JAVA_FLOAT, offset + i);
        };
    }

    /** Sets element i counted from the first one, rounding where the block's type is narrower. */
    public void set(long i, double value) {
        switch (block.dtype()) {
            case FLOAT64 -> block.segment().setAtIndex(ValueLayout.JAVA_DOUBLE, offset + i, value);
            case FLOAT32 -> block.segment().setAtIndex(ValueLayout.JAVA_FLOAT, offset + i, (float) value);
        }
    }

    /** The elements of an extent in row-major order, rounded where the block's type is wider. */
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

    /** Adds to element i counted from the first one. */
    public void add(long i, double value) {
        set(i, get(i) + value);
    }
}
