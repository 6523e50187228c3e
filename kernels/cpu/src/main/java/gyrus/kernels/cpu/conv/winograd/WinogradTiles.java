package gyrus.kernels.cpu.conv.winograd;

import static gyrus.kernels.cpu.Simd.LANES;

import gyrus.kernels.Image;
import gyrus.kernels.cpu.gemm.Panels;
import gyrus.kernels.cpu.gemm.RegisterTile;

/**
 * Cuts an image into tiles and transforms them to points.
 *
 * <p>It processes vectors of channels in runs of a few tiles, so that the intermediate results between the vertical and the
 * horizontal transform stay in the first-level cache. If the last vector has fewer channels, its other lanes hold the memory after
 * them: the transforms never mix channels, and results of those lanes are not used.
 */
final class WinogradTiles {

    /** The largest number of tiles that are transformed together. */
    private static final int RUN = RegisterTile.ROWS;

    /** The smallest number of channel vectors at which it pays to prefetch all of a run, pixel by pixel. */
    private static final int MANY_VECTORS = 3;

    private static final long VECTOR = (long) LANES * Float.BYTES;

    private final WinogradTransforms transforms;
    private final boolean gradients;
    private final int points;

    /** The number of pixels from tile to tile. */
    private final int step;

    /** The number of rows and columns in a tile. */
    private final int size;

    /** The number of rows at either end that may lie outside the image; zeros are read for them. */
    private final int border;

    /** The bytes of one row of a run. */
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

    /** Returns the tiles of inputs, which overlap. */
    static WinogradTiles sources(WinogradTransforms transforms) {
        return new WinogradTiles(transforms, false);
    }

    /** Returns the tiles of output gradients, which do not overlap. */
    static WinogradTiles gradients(WinogradTransforms transforms) {
        return new WinogradTiles(transforms, true);
    }

    /** Returns the bytes of scratch memory that {@link #read} uses. */
    long scratchBytes() {
        return 2 * points * rowBytes;
    }

    /**
     * Transforms a run of tiles, the first of which begins at pixel {@code (top, left)} of image {@code n}; pixels outside of the
     * image count as zero.
     *
     * @param from the address of the first element of the images
     * @param first the first channel to transform
     * @param channels the number of channels to transform; whole vectors are written
     * @param to the address of the first tile of the first point: [point][tile][channel]
     * @param plane the bytes from point to point
     * @param tile the bytes from tile to tile
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
            Panels.prefetch(from + 4L * (image.offset(n, row, left + begin) + first), 4L * image.w() * image.pitch(),
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

    /** Transforms rows of the image directly, except the columns of its border. */
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

    /** Transforms rows of a copy that is padded with zeros. */
    private void copyRows(Image image, int n, int top, int left, int columns, long from, int channels, long to) {
        long copy = to + points * rowBytes;
        for (int i = 0; i < size; i++) {
            Panels.copyRow(image, n, top + i, left, columns, from, channels, copy + i * rowBytes, LANES);
        }
        vertical(copy, VECTOR, copy, rowBytes, VECTOR, copy + (size - 1) * rowBytes, VECTOR, to, columns);
    }

    /** Applies the one-dimensional transform along columns, to [point][column]; the first and the last row may be zeros. */
    private void vertical(long above, long aboveStep, long from, long row, long column, long below, long belowStep, long to,
            int columns) {
        if (gradients) {
            transforms.gradients(from, row, column, to, rowBytes, VECTOR, columns);
        } else {
            transforms.sources(above, aboveStep, from + row, row, column, below, belowStep, to, rowBytes, VECTOR, columns);
        }
    }

    /** Applies the one-dimensional transform along the rows of one point, for a run of tiles. */
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
