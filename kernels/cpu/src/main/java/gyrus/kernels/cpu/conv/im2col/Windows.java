package gyrus.kernels.cpu.conv.im2col;

import gyrus.kernels.Image;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.ConvSpec.Filter;
import gyrus.kernels.cpu.gemm.ChannelTile;
import gyrus.kernels.cpu.gemm.Panels;
import gyrus.kernels.cpu.gemm.PixelTile;

/**
 * The im2col matrix of windows that cover the image without overlap, in panels of [position][element] with at most
 * {@link #ROW} elements, which are filled by runs of channels.
 *
 * @param image the image, with {@code size} times the height and width of the positions
 * @param positions the image at the other side of the convolution, a pixel for each window
 * @param size the height and width of a window in pixels
 */
record Windows(Image image, Image positions, int size) implements Im2col {

    static boolean cover(ConvSpec problem) {
        int size = problem.filter().rows();
        return problem.filter().equals(Filter.blocks(size))
                && problem.input().h() == problem.output().h() * size && problem.input().w() == problem.output().w() * size;
    }

    static Windows of(ConvSpec problem) {
        return new Windows(problem.input(), problem.output(), problem.filter().rows());
    }

    /** Returns the matrix whose rows are the pixels of an image. */
    static Windows pixels(Image image) {
        return new Windows(image, image, 1);
    }

    int taps() {
        return size * size;
    }

    @Override
    public int depth() {
        return taps() * image.c();
    }

    /** Returns the number of elements from the first one of the image to the pixel under a tap of the window at a position. */
    long offset(int position, int tap) {
        int row = position / positions.w();
        int column = position % positions.w();
        return image.offset(row / positions.h(), row % positions.h() * size + tap / size, column * size + tap % size);
    }

    /** Returns the number of elements from a pixel of a window to that of the next window in the row. */
    int step() {
        return size * image.pitch();
    }

    /** Returns the number of positions, from {@code position} on and before {@code end}, that lie in one row. */
    int run(int position, int end) {
        return Math.min(end, (position / positions.w() + 1) * positions.w()) - position;
    }

    @Override
    public long panelBytes(int positions, int elements) {
        return (long) Im2col.tiled(positions) * PixelTile.STEP;
    }

    @Override
    public void multiply(int width, int depth, long panel, int position, long b, long bStep, long from, long c) {
        PixelTile.multiplyAdd(width, depth, panel + (long) position * PixelTile.STEP, b, bStep, from, c);
    }

    @Override
    public void multiplyTransposed(int width, int depth, long panel, int element, long b, long bStep, long from, long c) {
        ChannelTile.multiplyAdd(width, depth, panel + 4L * element, PixelTile.STEP, b, bStep, from, c);
    }

    @Override
    public void gather(int first, int end, int element, int elements, long from, long panel) {
        int channels;
        for (int i = element; i < element + elements; i += channels) {
            int channel = i % image.c();
            channels = Math.min(image.c() - channel, element + elements - i);
            gather(first, end, i / image.c(), channel, channels, from, panel + 4L * (i - element));
        }
    }

    /** Copies channels of the pixels under one tap. */
    private void gather(int first, int end, int tap, int channel, int channels, long from, long to) {
        int count;
        for (int position = first; position < end; position += count) {
            count = run(position, end);
            long pixel = from + 4 * (offset(position, tap) + channel);
            Panels.copyRows(pixel, 4L * step(), to + (long) (position - first) * PixelTile.STEP, PixelTile.STEP, count, channels);
        }
    }
}
