package gyrus.kernels.conv.epiloguegrad;

import gyrus.kernels.Extent;

/**
 * The gradient of a convolution's epilogue, bias and ReLU.
 *
 * @param pixels of all images, each {@code channels} wide
 * @param yPitch elements from pixel to pixel of the convolution's output
 * @param dyPitch the same of the output's gradient
 * @param relu whether the epilogue had a ReLU; without one, y is not needed
 * @param accumulate whether the bias gradient is added to what is there
 */
public record ConvEpilogueGradSpec(long pixels, int channels, int yPitch, int dyPitch, boolean relu, boolean accumulate) {

    public Extent y() {
        return new Extent(pixels, channels, yPitch);
    }

    public Extent dy() {
        return new Extent(pixels, channels, dyPitch);
    }
}
