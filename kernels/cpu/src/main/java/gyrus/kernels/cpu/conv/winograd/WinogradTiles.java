package gyrus.kernels.cpu.conv.winograd;

import static gyrus.kernels.cpu.Simd.LANES;

import gyrus.kernels.Image;
import gyrus.kernels.cpu.gemm.Panels;
import gyrus.kernels.cpu.gemm.RegisterTile;

/**
 * Takes an image apart into tiles and transforms them to points.
 *
 * <p>It goes by vectors of channels and by runs of a few tiles, so that what lies between the vertical and the horizontal
 * transform stays in the first level cache. A last vector with fewer channels is filled up with whatever lies behind them in
 * memory: channels are never mixed here, and what comes of those beyond the last is not used.
 */
final class WinogradTiles {

    /** Tiles taken apart together, at most. */
    private static final int RUN = RegisterTile.ROWS;

    /** Vectors of channels from which on it pays to read all of a run beforehand, pixel by pixel. */
    private static final int MANY_VECTORS = 3;

    private static final long VECTOR = (long) LANES * Float.BYTES;

    private final WinogradTransforms transforms;
    private final boolean gradients;
    private final int points;

    /** Pixels from tile to tile. */
    private final int step;

    /** Rows and columns of a tile. */
    private final int size;

    /** How many rows at either end may lie outside of the image, and are then read from a vector of zeros. */
    private final int border;

    /** Bytes of one row of a run. */
    private final long rowBytes;

    private WinogradTiles(WinogradTransforms transforms, boolean gradients) {
        this.transforms = transforms;
        this.gradients = gradients;
        points = transforms.points;
        step = transforms.step;
        size = gradients ? step : points;
        border = gradients ? 0 : 1;
        rowBytes = (step * RUN + points - step) * VECTOR;
    }

    /** Tiles of inputs, which overlap. */
    static WinogradTiles sources(WinogradTransforms transforms) {
        return new WinogradTiles(transforms, false);
    }

    /** Tiles of output gradients. */
    static WinogradTiles gradients(WinogradTransforms transforms) {
        return new WinogradTiles(transforms, true);
    }

    /** Bytes of scratch memory that {@link #read} needs. */
    long scratchBytes() {
        return 2 * points * rowBytes;
    }

    /**
     * Transforms a run of tiles, the first of which begins at pixel {@code (top, left)} of image {@code n}; pixels outside of the
     * image count as zero.
     *
     * @param from address of the first channel of the first image's first pixel
     * @param first the first channel to transform
     * @param to address of the first tile of the first point, [point][tile][channel], with the byte strides of planes and tiles
     * @param channels written, rounded up to whole vectors
     */
    void read(Image image, int n, int top, int left, int tiles, long from, int first, int channels, long to, long plane,
            long tile, long scratch) {
        int columns = step * (tiles - 1) + size;
        int begin = Math.clamp(-left, 0, columns);
        int end = Math.clamp(image.w() - left, begin, columns);
        boolean inside = top >= -border && top + size <= image.h() + border;
        long behind = image.extent().span() - first - image.offset(n, Math.min(top + size, image.h()) - 1, left + end - 1);
        if (channels >= MANY_VECTORS * LANES) {
            int row = Math.max(top, 0);
            Panels.touch(from + 4L * (image.offset(n, row, left + begin) + first), 4L * image.w() * image.pitch(),
                    Math.min(top + size, image.h()) - row, 4L * image.pitch(), end - begin, channels / LANES, scratch);
        }
        for (int channel = 0; channel < channels; channel += LANES) {
            long source = from + 4L * (first + channel);
            if (inside && channel + LANES <= Math.max(channels, behind)) {
                readRows(image, n, top, left, begin, end, columns, source, scratch);
            } else {
                copyRows(image, n, top, left, columns, source, Math.min(LANES, channels - channel), scratch);
            }
            for (int i = 0; i < points; i++) {
                horizontal(scratch + i * rowBytes, to + 4L * channel + i * points * plane, plane, tile, tiles);
            }
        }
    }

    /** Straight from the image, but for the columns of its border. */
    private void readRows(Image image, int n, int top, int left, int begin, int end, int columns, long from, long to) {
        for (int i = 0; i < points && begin > 0; i++) {
            Panels.clear(to + i * rowBytes, begin * LANES);
        }
        for (int i = 0; i < points && end < columns; i++) {
            Panels.clear(to + i * rowBytes + end * VECTOR, (columns - end) * LANES);
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
        long copy = to + points * rowBytes;
        for (int i = 0; i < size; i++) {
            Panels.copyRow(image, n, top + i, left, columns, from, channels, copy + i * rowBytes, LANES);
        }
        vertical(copy, VECTOR, copy, rowBytes, VECTOR, copy + (size - 1) * rowBytes, VECTOR, to, columns);
    }

    /** The one-dimensional transform of rows, to [point][column]; the first and the last may be zeros. */
    private void vertical(long above, long aboveStep, long from, long row, long column, long below, long belowStep, long to,
            int columns) {
        if (gradients) {
            transforms.gradients(from, row, column, to, rowBytes, VECTOR, columns);
        } else {
            transforms.sources(above, aboveStep, from + row, row, column, below, belowStep, to, rowBytes, VECTOR, columns);
        }
    }

    /** The one-dimensional transform of one point's columns, to a run of tiles. */
    private void horizontal(long from, long to, long toStep, long toNext, int tiles) {
        long next = step * VECTOR;
        if (gradients) {
            transforms.gradients(from, VECTOR, next, to, toStep, toNext, tiles);
        } else {
            transforms.sources(from, next, from + VECTOR, VECTOR, next, from + (points - 1) * VECTOR, next, to, toStep, toNext,
                    tiles);
        }
    }
}
