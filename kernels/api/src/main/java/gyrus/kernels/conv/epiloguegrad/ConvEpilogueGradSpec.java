package gyrus.kernels.conv.epiloguegrad;

import gyrus.kernels.Extent;

/**
 * The problem of the gradient of a convolution's epilogue, bias and ReLU.
 *
 * @param pixels the number of pixels of all images
 * @param channels the number of channels of each pixel
 * @param yPitch elements from pixel to pixel of the convolution's output
 * @param dyPitch elements from pixel to pixel of the gradient of the output
 * @param relu whether the epilogue had a ReLU; without one, y is not needed
 * @param accumulate whether the bias gradient is added to the output instead of replacing it
 */
public record ConvEpilogueGradSpec(long pixels, int channels, int yPitch, int dyPitch, boolean relu, boolean accumulate) {

    public ConvEpilogueGradSpec {
        if (pixels < 1 || channels < 1 || relu && yPitch < channels || dyPitch < channels) {
            throw new IllegalArgumentException("conv epilogue grad: " + pixels + " pixels of " + channels + " channels, " + yPitch
                    + " apart in y and " + dyPitch + " in dy; needs 1 and more of both, and pitches of at least the channels");
        }
    }

    /** Returns the extent of the convolution's output. */
    public Extent y() {
        return new Extent(pixels, channels, yPitch);
    }

    /** Returns the extent of the gradient of the output. */
    public Extent dy() {
        return new Extent(pixels, channels, dyPitch);
    }
}
