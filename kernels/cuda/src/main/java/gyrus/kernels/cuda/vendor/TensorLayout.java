package gyrus.kernels.cuda.vendor;

import gyrus.kernels.Image;
import gyrus.kernels.conv.ConvSpec;

/** The extents and strides of a tensor of four dimensions, in cuDNN's order of images, channels, rows, columns. */
record TensorLayout(int n, int c, int h, int w, int stepN, int stepC, int stepH, int stepW) {

    /** Returns the layout of an image; a channel window has the strides of its wider buffer. */
    static TensorLayout of(Image image) {
        int row = Math.multiplyExact(image.w(), image.pitch());
        return new TensorLayout(
                image.n(), image.c(), image.h(), image.w(), Math.multiplyExact(image.h(), row), 1, row, image.pitch());
    }

    /** Returns the layout of this image without gaps between pixels. */
    TensorLayout packed() {
        return of(Image.dense(n, h, w, c));
    }

    boolean isPacked() {
        return equals(packed());
    }

    /** Returns the layout of one value for each channel. */
    static TensorLayout ofBias(int channels) {
        return new TensorLayout(1, channels, 1, 1, channels, 1, channels, channels);
    }

    /** Returns the layout of weights [kh,kw,I,O], with output channels as images. */
    static TensorLayout ofWeights(ConvSpec problem) {
        int in = problem.input().c();
        int out = problem.output().c();
        int columns = problem.filter().columns();
        return new TensorLayout(out, in, problem.filter().rows(), columns, 1, out, Math.multiplyExact(columns * in, out), in * out);
    }

    long elements() {
        return (long) n * c * h * w;
    }

    /** Returns the bytes of float32 from the first element to the last, both included. */
    long bytes() {
        return 4 * (1 + (n - 1L) * stepN + (c - 1L) * stepC + (h - 1L) * stepH + (w - 1L) * stepW);
    }
}
