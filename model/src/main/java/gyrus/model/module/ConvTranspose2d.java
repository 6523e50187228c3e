package gyrus.model.module;

import gyrus.engine.Parameters;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;
import gyrus.engine.op.conv.Conv2d.Sliding;
import gyrus.engine.random.RandomStream;

/**
 * A transposed convolution with weight {@code name.weight} [size,size,out,in], bias {@code name.bias} [out] and no activation. It
 * enlarges an image by the factor {@code size} unless a method sets another stride or padding:
 * {@code new ConvTranspose2d("up", 3, 32, 16).stride(2).padding(1).outputPadding(1)} doubles an image.
 *
 * @param size rows and columns of the window
 * @param sliding stride, padding and dilation
 * @param outputPadding the rows and columns behind the last window, less than the stride
 * @param bias whether there is a bias
 */
public record ConvTranspose2d(String name, int size, int in, int out, Sliding sliding, int outputPadding, boolean bias)
        implements Module {

    public ConvTranspose2d {
        if (size < 1 || in < 1 || out < 1) {
            throw new IllegalArgumentException("transposed convolution " + name + ": a window of " + size + " x " + size
                    + " pixels, " + in + " input channels and " + out + " output channels; all must be at least 1");
        }
    }

    /** Describes a transposed convolution with a bias that enlarges an image by the factor {@code size}. */
    public ConvTranspose2d(String name, int size, int in, int out) {
        this(name, size, in, out, new Sliding(Math.max(size, 1), 0, 0, 1), 0, true);
    }

    /** Returns this transposed convolution with another number of pixels from one window of the result to the next. */
    public ConvTranspose2d stride(int pixels) {
        return sliding(new Sliding(pixels, sliding.padRows(), sliding.padColumns(), sliding.dilation()));
    }

    /** Returns this transposed convolution with another number of pixels that are cut off on each side of the result. */
    public ConvTranspose2d padding(int pixels) {
        return sliding(new Sliding(sliding.stride(), pixels, pixels, sliding.dilation()));
    }

    /** Returns this transposed convolution with another number of pixels from one element of a window to the next. */
    public ConvTranspose2d dilation(int pixels) {
        return sliding(new Sliding(sliding.stride(), sliding.padRows(), sliding.padColumns(), pixels));
    }

    private ConvTranspose2d sliding(Sliding changed) {
        return new ConvTranspose2d(name, size, in, out, changed, outputPadding, bias);
    }

    /** Returns this transposed convolution with another number of rows and columns behind the last window. */
    public ConvTranspose2d outputPadding(int pixels) {
        return new ConvTranspose2d(name, size, in, out, sliding, pixels, bias);
    }

    /** Returns this transposed convolution without a bias. */
    public ConvTranspose2d withoutBias() {
        return new ConvTranspose2d(name, size, in, out, sliding, outputPadding, false);
    }

    @Override
    public void declare(Parameters.Declaration declaration) {
        declaration.add(name + ".weight", new Shape(size, size, out, in));
        if (bias) {
            declaration.add(name + ".bias", new Shape(out));
        }
    }

    @Override
    public void initialize(Parameters parameters, RandomStream random) {
        Initializer.GLOROT_UNIFORM.fill(parameters.get(name + ".weight"), size * size * in, size * size * out, random);
    }

    /** Enlarges x [N,H,W,in] into y [N,H',W',out], which may be a channel window, with a bias. */
    public Tensor forward(Parameters parameters, Tensor x, Tensor y) {
        return x.convTranspose2d(parameters.get(name + ".weight"), parameters.get(name + ".bias"), sliding, outputPadding, y);
    }

    /** Enlarges x [N,H,W,in] to [N,H',W',out]. */
    @Override
    public Tensor forward(Parameters parameters, Tensor x) {
        Tensor w = parameters.get(name + ".weight");
        return bias
                ? x.convTranspose2d(w, parameters.get(name + ".bias"), sliding, outputPadding)
                : x.convTranspose2d(w, sliding, outputPadding);
    }
}
