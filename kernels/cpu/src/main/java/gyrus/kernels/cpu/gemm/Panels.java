package gyrus.kernels.cpu.gemm;

import static gyrus.kernels.cpu.Simd.LANES;
import static gyrus.kernels.cpu.Simd.MEMORY;
import static gyrus.kernels.cpu.Simd.ORDER;
import static gyrus.kernels.cpu.Simd.SPECIES;
import static gyrus.kernels.cpu.Simd.load;
import static gyrus.kernels.cpu.Simd.store;

import gyrus.kernels.Image;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * Copies between operands, which have any number of channels at any address, and the zero-padded panels that register tiles read.
 * All masks for tails are here, outside the hot loops.
 */
public final class Panels {

    private static final VectorShuffle<Float> ZIP_LOW = VectorShuffle.makeZip(SPECIES, 0);
    private static final VectorShuffle<Float> ZIP_HIGH = VectorShuffle.makeZip(SPECIES, 1);

    /** The address of a vector of zeros, which stands for a missing bias. */
    public static final long ZEROS = Arena.global().allocate((long) LANES * Float.BYTES, 64).address();

    private Panels() {}

    /** Returns the width of a block of channels. Blocks are whole tiles, except the last one, which has one or two vectors. */
    public static int width(int channels, int block) {
        return channels - block * RegisterTile.COLUMNS <= LANES ? LANES : RegisterTile.COLUMNS;
    }

    /** Returns the number of tiles across the given number of channels. */
    public static int blocks(int channels) {
        return Math.ceilDiv(channels, RegisterTile.COLUMNS);
    }

    /** Returns the number of channels, rounded up to whole vectors. */
    public static int padded(int channels) {
        return (channels + LANES - 1) / LANES * LANES;
    }

    /**
     * Reads pixels in the order of memory, so that the hardware prefetcher loads them into the cache before they are read in
     * another order.
     */
    public static void prefetch(long from, long rowStep, int rows, long pixelStep, int pixels, int vectors, long spare) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int row = 0; row < rows; row++) {
            long pixel = from + row * rowStep;
            for (int i = 0; i < pixels; i++) {
                for (int j = 0; j < vectors; j++) {
                    sum = sum.add(load(pixel + 4L * LANES * j));
                }
                pixel += pixelStep;
            }
        }
        store(sum, spare); // keeps the compiler from removing the reads
    }

    /** Copies {@code count} floats. */
    public static void copy(long from, long to, int count) {
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            store(load(from + 4L * i), to + 4L * i);
        }
        if (i < count) {
            VectorMask<Float> tail = SPECIES.indexInRange(i, count);
            FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 4L * i, ORDER, tail)
                    .intoMemorySegment(MEMORY, to + 4L * i, ORDER, tail);
        }
    }

    /** Copies {@code rows} rows of {@code count} floats; steps between rows are in bytes. */
    public static void copyRows(long from, long fromStep, long to, long toStep, int rows, int count) {
        int i = 0;
        for (; i <= count - 2 * LANES; i += 2 * LANES) {
            copyTwoVectors(from + 4L * i, fromStep, to + 4L * i, toStep, rows);
        }
        for (; i <= count - LANES; i += LANES) {
            copyVector(from + 4L * i, fromStep, to + 4L * i, toStep, rows);
        }
        if (i < count) {
            copyTail(from + 4L * i, fromStep, to + 4L * i, toStep, rows, count - i);
        }
    }

    private static void copyTwoVectors(long from, long fromStep, long to, long toStep, int rows) {
        for (int row = 0; row < rows; row++) {
            FloatVector first = load(from);
            FloatVector second = load(from + 4L * LANES);
            store(first, to);
            store(second, to + 4L * LANES);
            from += fromStep;
            to += toStep;
        }
    }

    private static void copyVector(long from, long fromStep, long to, long toStep, int rows) {
        for (int row = 0; row < rows; row++) {
            store(load(from), to);
            from += fromStep;
            to += toStep;
        }
    }

    private static void copyTail(long from, long fromStep, long to, long toStep, int rows, int count) {
        VectorMask<Float> tail = SPECIES.indexInRange(0, count);
        for (int row = 0; row < rows; row++) {
            FloatVector.fromMemorySegment(SPECIES, MEMORY, from, ORDER, tail).intoMemorySegment(MEMORY, to, ORDER, tail);
            from += fromStep;
            to += toStep;
        }
    }

    /** Writes {@code count} zeros. */
    public static void clear(long to, int count) {
        FloatVector zero = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            store(zero, to + 4L * i);
        }
        if (i < count) {
            zero.intoMemorySegment(MEMORY, to + 4L * i, ORDER, SPECIES.indexInRange(i, count));
        }
    }

    /** Adds {@code count} floats, a multiple of the vector's length, to {@code count} others. */
    public static void add(long from, long to, int count) {
        for (int i = 0; i < count; i += LANES) {
            store(load(to + 4L * i).add(load(from + 4L * i)), to + 4L * i);
        }
    }

    /** Copies {@code count} floats, and pads them with zeros to {@code width}. */
    public static void copyPadded(long from, long to, int count, int width) {
        copy(from, to, count);
        clear(to + 4L * count, width - count);
    }

    /**
     * Copies {@code channels} channels of pixels {@code left} to {@code left + columns} of an image's row. Pixels outside the
     * image are zero, and each pixel is padded with zeros to {@code width}.
     */
    public static void copyRow(Image image, int n, int row, int left, int columns, long from, int channels, long to, int width) {
        if (row < 0 || row >= image.h()) {
            clear(to, columns * width);
            return;
        }
        int begin = Math.clamp(-left, 0, columns);
        int end = Math.clamp(image.w() - left, begin, columns);
        clear(to, begin * width);
        long source = from + 4L * image.offset(n, row, left + begin);
        if (channels == width && image.pitch() == width) {
            copy(source, to + 4L * begin * width, (end - begin) * width);
        } else {
            for (int column = begin; column < end; column++) {
                copyPadded(source, to + 4L * column * width, channels, width);
                source += 4L * image.pitch();
            }
        }
        clear(to + 4L * end * width, (columns - end) * width);
    }

    /** The bytes of spare memory that {@link #transpose} uses. */
    public static final int TRANSPOSE_BYTES = 2 * LANES * LANES * Float.BYTES;

    /**
     * Computes {@code to[row][column] = from[column][row]}, with the rows of {@code to} padded with zeros to {@code width}. The
     * steps are in bytes: between columns of {@code from}, and between rows of {@code to}.
     */
    public static void transpose(long from, long fromStep, long to, long toStep, int rows, int columns, int width, long spare) {
        for (int row = 0; row < rows; row += LANES) {
            for (int column = 0; column < columns; column += LANES) {
                long source = from + column * fromStep + 4L * row;
                long target = to + row * toStep + 4L * column;
                if (row + LANES <= rows && column + LANES <= columns) {
                    transposeSquare(source, fromStep, target, toStep, spare);
                } else {
                    transposeElements(source, fromStep, target, toStep, Math.min(LANES, rows - row),
                            Math.min(LANES, columns - column));
                }
            }
        }
        if (columns < width) {
            for (int row = 0; row < rows; row++) {
                clear(to + row * toStep + 4L * columns, width - columns);
            }
        }
    }

    private static void transposeElements(long from, long fromStep, long to, long toStep, int rows, int columns) {
        for (int column = 0; column < columns; column++) {
            for (int row = 0; row < rows; row++) {
                MEMORY.set(ValueLayout.JAVA_FLOAT_UNALIGNED, to + row * toStep + 4L * column,
                        MEMORY.get(ValueLayout.JAVA_FLOAT_UNALIGNED, from + column * fromStep + 4L * row));
            }
        }
    }

    /**
     * Transposes a square of vectors. Zipping each vector of the first half with its counterpart in the second moves one bit of
     * the row number to the column number and one bit back. As many zips as the numbers have bits exchange rows and columns.
     */
    private static void transposeSquare(long from, long fromStep, long to, long toStep, long spare) {
        long vector = 4L * LANES;
        long step = fromStep;
        int flip = 0;
        for (int stage = LANES; stage > 2; stage /= 2) {
            long target = spare + flip * LANES * vector;
            zip(from, step, target, vector);
            from = target;
            step = vector;
            flip = 1 - flip;
        }
        zip(from, step, to, toStep);
    }

    private static void zip(long from, long fromStep, long to, long toStep) {
        for (int i = 0; i < LANES / 2; i++) {
            FloatVector first = load(from + i * fromStep);
            FloatVector second = load(from + (i + LANES / 2) * fromStep);
            store(first.rearrange(ZIP_LOW, second), to + 2 * i * toStep);
            store(first.rearrange(ZIP_HIGH, second), to + (2 * i + 1) * toStep);
        }
    }

    /**
     * Writes results, rows of one or two vectors, to the first {@code channels} channels of {@code pixels} pixels. It adds the
     * bias, then the previous values if {@code accumulate} is set, then applies the ReLU if {@code rectify} is set.
     *
     * @param bias the address of {@code width} floats, or 0 without a bias
     */
    public static void finish(long tile, int width, int pixels, long target, long targetStep, int channels, long bias,
            boolean rectify, boolean accumulate) {
        float floor = rectify ? 0 : Float.NEGATIVE_INFINITY;
        for (int from = 0; from < channels; from += LANES) {
            long source = tile + 4L * from;
            long shift = bias == 0 ? ZEROS : bias + 4L * from;
            if (from + LANES > channels) {
                finishTails(source, width, pixels, target + 4L * from, targetStep, shift, floor, accumulate, channels - from);
            } else if (accumulate) {
                addVectors(source, width, pixels, target + 4L * from, targetStep, shift, floor);
            } else {
                setVectors(source, width, pixels, target + 4L * from, targetStep, shift, floor);
            }
        }
    }

    private static void setVectors(long tile, int width, int pixels, long target, long targetStep, long bias, float floor) {
        FloatVector shift = load(bias);
        for (int pixel = 0; pixel < pixels; pixel++) {
            store(load(tile).add(shift).max(floor), target);
            tile += (long) width * Float.BYTES;
            target += targetStep;
        }
    }

    private static void addVectors(long tile, int width, int pixels, long target, long targetStep, long bias, float floor) {
        FloatVector shift = load(bias);
        for (int pixel = 0; pixel < pixels; pixel++) {
            store(load(tile).add(shift).add(load(target)).max(floor), target);
            tile += (long) width * Float.BYTES;
            target += targetStep;
        }
    }

    private static void finishTails(long tile, int width, int pixels, long target, long targetStep, long bias, float floor,
            boolean accumulate, int channels) {
        VectorMask<Float> tail = SPECIES.indexInRange(0, channels);
        FloatVector shift = load(bias);
        for (int pixel = 0; pixel < pixels; pixel++) {
            FloatVector sum = load(tile).add(shift);
            if (accumulate) {
                sum = sum.add(FloatVector.fromMemorySegment(SPECIES, MEMORY, target, ORDER, tail));
            }
            sum.max(floor).intoMemorySegment(MEMORY, target, ORDER, tail);
            tile += (long) width * Float.BYTES;
            target += targetStep;
        }
    }
}
