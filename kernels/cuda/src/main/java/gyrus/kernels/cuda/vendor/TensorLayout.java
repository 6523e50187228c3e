package gyrus.kernels.cuda.vendor;

import gyrus.kernels.Image;
import gyrus.kernels.conv.ConvSpec;

/** A tensor of four dimensions as cuDNN describes it: extents and strides, in cuDNN's order of images, channels, rows, columns. */
record TensorLayout(int n, int c, int h, int w, int stepN, int stepC, int stepH, int stepW) {

    /** An image as it lies: a channel window keeps its wider buffer's steps. */
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

    /** A value for each channel. */
    static TensorLayout ofBias(int channels) {
        return new TensorLayout(1, channels, 1, 1, channels, 1, channels, channels);
    }

    /** Weights [kh,kw,I,O] as they lie; "images" are output channels. */
    static TensorLayout ofWeights(ConvSpec problem) {
        int in = problem.input().c();
        int out = problem.output().c();
        int columns = problem.filter().columns();
        return new TensorLayout(out, in, problem.filter().rows(), columns, 1, out, Math.multiplyExact(columns * in, out), in * out);
    }

    long elements() {
        return (long) n * c * h * w;
    }

    /** Bytes of float32 from the first element to just behind the last. */
    long bytes() {
        return 4 * (1 + (n - 1L) * stepN + (c - 1L) * stepC + (h - 1L) * stepH + (w - 1L) * stepW);
    }
}
