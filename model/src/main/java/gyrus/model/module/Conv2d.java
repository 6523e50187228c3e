package gyrus.model.module;

import gyrus.engine.Parameters;
import gyrus.engine.RandomStream;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;
import gyrus.engine.op.conv.Conv2d.Activation;
import gyrus.engine.op.conv.Conv2d.Sliding;

/**
 * A convolution that keeps the image's size, with weight {@code name.weight} [size,size,in,out] and bias
 * {@code name.bias} [out].
 *
 * @param size rows and columns of the window, odd
 * @param initializer the distribution of the initial weights; the initial bias is zero
 */
public record Conv2d(String name, int size, int in, int out, Activation activation, Initializer initializer) implements Module {

    /** Describes a convolution whose initial weights are Glorot's, uniform. */
    public Conv2d(String name, int size, int in, int out, Activation activation) {
        this(name, size, in, out, activation, Initializer.GLOROT_UNIFORM);
    }

    @Override
    public void declare(Parameters.Declaration declaration) {
        declaration.add(name + ".weight", new Shape(size, size, in, out));
        declaration.add(name + ".bias", new Shape(out));
    }

    @Override
    public void initialize(Parameters parameters, RandomStream random) {
        initializer.fill(parameters.get(name + ".weight"), size * size * in, size * size * out, random);
    }

    /** Convolves x [N,H,W,in] into y [N,H,W,out], which may be a channel window. */
    public Tensor forward(Parameters parameters, Tensor x, Tensor y) {
        return x.conv2d(parameters.get(name + ".weight"), parameters.get(name + ".bias"), Sliding.same(size), activation, y);
    }

    /** Convolves x [N,H,W,in] into a new tensor [N,H,W,out]. */
    @Override
    public Tensor forward(Parameters parameters, Tensor x) {
        return x.conv2d(parameters.get(name + ".weight"), parameters.get(name + ".bias"), Sliding.same(size), activation);
    }
}
