package gyrus.kernels.conv;

import static gyrus.kernels.conv.WinogradTransforms.POINTS;
import static gyrus.kernels.cpu.Simd.LANES;

import gyrus.kernels.Image;

/**
 * Takes an image apart into patches, one every four pixels, and transforms them to 36 points: inputs of 6x6 pixels, which overlap,
 * or output gradients of 4x4.
 *
 * <p>It goes by vectors of channels and by runs of a few patches, so that what lies between the vertical and the horizontal transform
 * stays in the first level cache. A last vector with fewer channels is filled up with whatever lies behind them in memory: channels
 * are never mixed here, and what comes of those beyond the last is not used.
 */
enum WinogradPatches {

    SOURCES(POINTS, 1) {
        @Override
        void vertical(long above, long aboveStep, long from, long row, long column, long below, long belowStep, long to, int columns) {
            WinogradTransforms.sources(above, aboveStep, from + row, row, column, below, belowStep, to, ROW_BYTES, VECTOR, columns);
        }

        @Override
        void horizontal(long from, long to, long toStep, long toNext, int patches) {
            WinogradTransforms.sources(from, STEP * VECTOR, from + VECTOR, VECTOR, STEP * VECTOR, from + 5 * VECTOR, STEP * VECTOR,
                    to, toStep, toNext, patches);
        }
    },

    GRADIENTS(4, 0) {
        @Override
        void vertical(long above, long aboveStep, long from, long row, long column, long below, long belowStep, long to, int columns) {
            WinogradTransforms.fourTaps(from, row, column, to, ROW_BYTES, VECTOR, columns);
        }

        @Override
        void horizontal(long from, long to, long toStep, long toNext, int patches) {
            WinogradTransforms.fourTaps(from, VECTOR, STEP * VECTOR, to, toStep, toNext, patches);
        }
    };

    /** Pixels from patch to patch. */
    static final int STEP = 4;

    /** Patches taken apart together, at most. */
    private static final int RUN = RegisterTile.ROWS;

    private static final long VECTOR = (long) LANES * Float.BYTES;

    /** Of one row of a run. */
    private static final long ROW_BYTES = (STEP * RUN + POINTS - STEP) * VECTOR;

    /** Vectors of channels from which on it pays to read all of a run beforehand, pixel by pixel. */
    private static final int MANY_VECTORS = 3;

    /** Bytes of scratch memory that {@link #read} needs. */
    static final long SCRATCH_BYTES = 2 * POINTS * ROW_BYTES;

    /** Rows and columns of a patch. */
    private final int size;

    /** How many rows at either end may lie outside of the image, and are then read from a vector of zeros. */
    private final int border;

    WinogradPatches(int size, int border) {
        this.size = size;
        this.border = border;
    }

    /**
     * The one-dimensional transform of rows, to [point][column]; the first and the last row, where they may be of the border, have
     * addresses of their own.
     */
    abstract void vertical(long above, long aboveStep, long from, long row, long column, long below, long belowStep, long to, int columns);

    /** The one-dimensional transform of one point's columns, to a run of patches. */
    abstract void horizontal(long from, long to, long toStep, long toNext, int patches);

    /**
     * Transforms a run of patches, the first of which begins at pixel {@code (top, left)} of image {@code n}; pixels outside of the
     * image count as zero.
     *
     * @param from address of the first channel of the first image's first pixel
     * @param to address of the first patch of the first point, [point][patch][channel], planes and patches so many bytes apart
     * @param channels written, rounded up to whole vectors
     */
    void read(Image image, int n, int top, int left, int patches, long from, int channels, long to, long plane, long patch, long scratch) {
        int columns = STEP * (patches - 1) + size;
        int begin = Math.clamp(-left, 0, columns);
        int end = Math.clamp(image.w() - left, begin, columns);
        boolean inside = top >= -border && top + size <= image.h() + border;
        boolean last = n == image.n() - 1 && top + size >= image.h(); // behind its last pixel there may be no memory
        if (channels >= MANY_VECTORS * LANES) {
            int row = Math.max(top, 0);
            Panels.touch(from + 4L * image.offset(n, row, left + begin), 4L * image.w() * image.pitch(),
                    Math.min(top + size, image.h()) - row, 4L * image.pitch(), end - begin, channels / LANES, scratch);
        }
        for (int channel = 0; channel < channels; channel += LANES) {
            long source = from + 4L * channel;
            if (inside && (channel + LANES <= channels || !last)) {
                readRows(image, n, top, left, begin, end, columns, source, scratch);
            } else {
                copyRows(image, n, top, left, columns, source, Math.min(LANES, channels - channel), scratch);
            }
            for (int i = 0; i < POINTS; i++) {
                horizontal(scratch + i * ROW_BYTES, to + 4L * channel + i * POINTS * plane, plane, patch, patches);
            }
        }
    }

    /** Straight from the image, but for the columns of its border. */
    private void readRows(Image image, int n, int top, int left, int begin, int end, int columns, long from, long to) {
        for (int i = 0; i < POINTS && begin > 0; i++) {
            Panels.clear(to + i * ROW_BYTES, begin * LANES);
        }
        for (int i = 0; i < POINTS && end < columns; i++) {
            Panels.clear(to + i * ROW_BYTES + end * VECTOR, (columns - end) * LANES);
        }
        long column = 4L * image.pitch();
        long row = image.w() * column;
        long source = from + 4L * image.offset(n, top, left + begin);
        boolean above = top < 0;
        boolean below = top + size > image.h();
        vertical(above ? Panels.ZEROS : source, above ? 0 : column, source, row, column,
                below ? Panels.ZEROS : source + (size - 1) * row, below ? 0 : column, to + begin * VECTOR, end - begin);
    }

    /** From a copy, filled up with zeros. */
    private void copyRows(Image image, int n, int top, int left, int columns, long from, int channels, long to) {
        long copy = to + POINTS * ROW_BYTES;
        for (int i = 0; i < size; i++) {
            Panels.copyRow(image, n, top + i, left, columns, from, channels, copy + i * ROW_BYTES, LANES);
        }
        vertical(copy, VECTOR, copy, ROW_BYTES, VECTOR, copy + (size - 1) * ROW_BYTES, VECTOR, to, columns);
    }
}
