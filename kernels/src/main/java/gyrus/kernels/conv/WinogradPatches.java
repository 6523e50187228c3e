package gyrus.kernels.conv;

import static gyrus.kernels.conv.WinogradTransforms.POINTS;

import gyrus.kernels.Image;

/**
 * Takes an image apart into patches, one every four pixels, and transforms them to 36 points: inputs of 6x6 pixels, which overlap,
 * or output gradients of 4x4.
 *
 * <p>It goes by slices of a cache line's channels and strips of a few patches, so that what lies between the vertical and the
 * horizontal transform stays in the first level cache.
 */
enum WinogradPatches {

    SOURCES(POINTS) {
        @Override
        void transform(long from, long fromStep, long fromNext, long to, long toStep, long toNext, int floats, int count) {
            WinogradTransforms.sources(from, fromStep, fromNext, to, toStep, toNext, floats, count);
        }
    },

    GRADIENTS(4) {
        @Override
        void transform(long from, long fromStep, long fromNext, long to, long toStep, long toNext, int floats, int count) {
            WinogradTransforms.fourTaps(from, fromStep, fromNext, to, toStep, toNext, floats, count);
        }
    };

    /** Pixels from patch to patch. */
    static final int STEP = 4;

    /** Patches taken apart together. */
    private static final int STRIP = 8;

    /** Channels taken apart together. */
    private static final int SLICE = 16;

    private static final long ROW_BYTES = (long) (STEP * STRIP + POINTS - STEP) * SLICE * Float.BYTES;

    /** Bytes of scratch memory that {@link #read} needs. */
    static final long SCRATCH_BYTES = 2 * POINTS * ROW_BYTES;

    /** Rows and columns of a patch. */
    private final int size;

    WinogradPatches(int size) {
        this.size = size;
    }

    /** The one-dimensional transform. */
    abstract void transform(long from, long fromStep, long fromNext, long to, long toStep, long toNext, int floats, int count);

    /**
     * Transforms a row of patches of image {@code n}, the first of which begins at pixel {@code (top, left)}; pixels outside of the
     * image count as zero.
     *
     * @param from address of the first channel of the image's first pixel
     * @param to address of the first patch of the first point, [point][patch][channel], planes and patches so many bytes apart
     * @param width channels written, {@code channels} rounded up; those beyond are zero
     */
    void read(Image image, int n, int top, int left, int patches, long from, int channels, long to, long plane, long pixel,
            int width, long scratch) {
        for (int patch = 0; patch < patches; patch += STRIP) {
            int count = Math.min(STRIP, patches - patch);
            for (int channel = 0; channel < width; channel += SLICE) {
                int floats = Math.min(SLICE, width - channel);
                vertical(image, n, top, left + STEP * patch, STEP * count + size - STEP, from + 4L * channel,
                        Math.min(floats, channels - channel), floats, scratch);
                for (int i = 0; i < POINTS; i++) {
                    transform(scratch + i * ROW_BYTES, 4L * floats, 4L * STEP * floats,
                            to + 4L * channel + i * POINTS * plane + patch * pixel, plane, pixel, floats, count);
                }
            }
        }
    }

    /** To [point][column][channel]: straight from the image where all rows lie inside and all vectors are whole, else from a copy. */
    private void vertical(Image image, int n, int top, int left, int columns, long from, int channels, int width, long to) {
        if (top >= 0 && top + size <= image.h() && channels == width) {
            int begin = Math.clamp(-left, 0, columns);
            int end = Math.clamp(image.w() - left, begin, columns);
            for (int i = 0; i < POINTS; i++) {
                Panels.clear(to + i * ROW_BYTES, begin * width);
                Panels.clear(to + i * ROW_BYTES + 4L * end * width, (columns - end) * width);
            }
            transform(from + 4L * image.offset(n, top, left + begin), 4L * image.w() * image.pitch(), 4L * image.pitch(),
                    to + 4L * begin * width, ROW_BYTES, 4L * width, width, end - begin);
        } else {
            long rows = to + POINTS * ROW_BYTES;
            for (int i = 0; i < size; i++) {
                Panels.copyRow(image, n, top + i, left, columns, from, channels, rows + i * ROW_BYTES, width);
            }
            transform(rows, ROW_BYTES, 0, to, ROW_BYTES, 0, columns * width, 1);
        }
    }
}
