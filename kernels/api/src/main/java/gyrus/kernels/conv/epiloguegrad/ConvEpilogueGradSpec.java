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

    public ConvEpilogueGradSpec {
        if (pixels < 1 || channels < 1 || relu && yPitch < channels || dyPitch < channels) {
            throw new IllegalArgumentException("conv epilogue grad: " + pixels + " pixels of " + channels + " channels, " + yPitch
                    + " apart in y and " + dyPitch + " in dy; needs 1 and more of both, and pitches of at least the channels");
        }
    }

    public Extent y() {
        return new Extent(pixels, channels, yPitch);
    }

    public Extent dy() {
        return new Extent(pixels, channels, dyPitch);
    }
}
