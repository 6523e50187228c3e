package gyrus.model.layer;

import gyrus.engine.Parameters;
import gyrus.engine.RandomStream;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;
import gyrus.engine.op.conv.Conv2d.Activation;
import gyrus.engine.op.conv.Conv2d.Sliding;

/**
 * A convolution layer that keeps the image's size, with weight {@code name.weight} [size,size,in,out] and bias
 * {@code name.bias} [out].
 *
 * @param size rows and columns of the window, odd
 */
public record Conv2d(String name, int size, int in, int out, Activation activation) implements Layer {

    @Override
    public void declare(Parameters.Declaration declaration) {
        declaration.add(name + ".weight", new Shape(size, size, in, out));
        declaration.add(name + ".bias", new Shape(out));
    }

    @Override
    public void initialize(Parameters parameters, RandomStream random) {
        Glorot.uniform(parameters.get(name + ".weight"), size * size * in, size * size * out, random);
    }

    /** Convolves x [N,H,W,in] into y [N,H,W,out], which may be a channel window. */
    public Tensor apply(Parameters parameters, Tensor x, Tensor y) {
        return x.conv2d(parameters.get(name + ".weight"), parameters.get(name + ".bias"), Sliding.same(size), activation, y);
    }

    /** Convolves x [N,H,W,in] into a new tensor [N,H,W,out]. */
    public Tensor apply(Parameters parameters, Tensor x) {
        return x.conv2d(parameters.get(name + ".weight"), parameters.get(name + ".bias"), Sliding.same(size), activation);
    }
}
