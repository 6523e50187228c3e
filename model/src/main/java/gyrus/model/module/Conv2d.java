package gyrus.model.module;

import gyrus.engine.Parameters;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;
import gyrus.engine.op.conv.Conv2d.Activation;
import gyrus.engine.op.conv.Conv2d.Sliding;
import gyrus.engine.random.RandomStream;

/**
 * A convolution with weight {@code name.weight} [size,size,in/groups,out] and bias {@code name.bias} [out]. Each further property
 * is set by its method: {@code new Conv2d("conv", 3, 16, 32, Activation.NONE).stride(2).groups(4).withoutBias()}.
 *
 * @param size rows and columns of the window
 * @param initializer the distribution of the initial weights; the initial bias is zero
 * @param sliding stride, padding and dilation
 * @param groups the number of groups of channels, which divides {@code in} and {@code out}; {@code in} for a depthwise convolution
 * @param bias whether there is a bias
 */
public record Conv2d(String name, int size, int in, int out, Activation activation, Initializer initializer, Sliding sliding,
        int groups, boolean bias) implements Module {

    public Conv2d {
        if (size < 1 || in < 1 || out < 1 || groups < 1 || in % groups != 0 || out % groups != 0) {
            throw new IllegalArgumentException("convolution " + name + ": a window of " + size + " x " + size + " pixels, " + in
                    + " input channels, " + out + " output channels, " + groups
                    + " groups; all must be at least 1, and the groups must divide both numbers of channels");
        }
    }

    /** Describes a convolution whose initial weights are Glorot's, uniform; a window of odd size keeps the image's size. */
    public Conv2d(String name, int size, int in, int out, Activation activation) {
        this(name, size, in, out, activation, Initializer.GLOROT_UNIFORM);
    }

    /** Describes a convolution with stride 1, a bias, and a padding that keeps the image's size if the size is odd. */
    public Conv2d(String name, int size, int in, int out, Activation activation, Initializer initializer) {
        this(name, size, in, out, activation, initializer, new Sliding(1, (size - 1) / 2, (size - 1) / 2, 1), 1, true);
    }

    /** Returns this convolution with another number of pixels from one window to the next. */
    public Conv2d stride(int pixels) {
        return sliding(new Sliding(pixels, sliding.padRows(), sliding.padColumns(), sliding.dilation()));
    }

    /** Returns this convolution with another number of zeros on each side of the image. */
    public Conv2d padding(int pixels) {
        return sliding(new Sliding(sliding.stride(), pixels, pixels, sliding.dilation()));
    }

    /** Returns this convolution with another number of pixels from one element of a window to the next; the padding stays. */
    public Conv2d dilation(int pixels) {
        return sliding(new Sliding(sliding.stride(), sliding.padRows(), sliding.padColumns(), pixels));
    }

    private Conv2d sliding(Sliding changed) {
        return new Conv2d(name, size, in, out, activation, initializer, changed, groups, bias);
    }

    /** Returns this convolution in another number of groups. */
    public Conv2d groups(int number) {
        return new Conv2d(name, size, in, out, activation, initializer, sliding, number, bias);
    }

    /** Returns this convolution without a bias. */
    public Conv2d withoutBias() {
        return new Conv2d(name, size, in, out, activation, initializer, sliding, groups, false);
    }

    @Override
    public void declare(Parameters.Declaration declaration) {
        declaration.add(name + ".weight", new Shape(size, size, in / groups, out));
        if (bias) {
            declaration.add(name + ".bias", new Shape(out));
        }
    }

    @Override
    public void initialize(Parameters parameters, RandomStream random) {
        initializer.fill(parameters.get(name + ".weight"), size * size * in / groups, size * size * out / groups, random);
    }

    /** Convolves x [N,H,W,in] into y [N,H',W',out], which may be a channel window, in one group and with a bias. */
    public Tensor forward(Parameters parameters, Tensor x, Tensor y) {
        return x.conv2d(parameters.get(name + ".weight"), parameters.get(name + ".bias"), sliding, activation, y);
    }

    /** Convolves x [N,H,W,in] into a new tensor [N,H',W',out]. */
    @Override
    public Tensor forward(Parameters parameters, Tensor x) {
        Tensor w = parameters.get(name + ".weight");
        if (bias) {
            Tensor b = parameters.get(name + ".bias");
            return groups == 1 ? x.conv2d(w, b, sliding, activation) : x.groupedConv2d(w, b, sliding, activation, groups);
        }
        Tensor y = groups == 1 ? x.conv2d(w, sliding) : x.groupedConv2d(w, sliding, groups);
        return activation == Activation.RELU ? y.relu() : y;
    }
}
