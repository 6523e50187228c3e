package gyrus.model.module;

import gyrus.engine.Parameters;
import gyrus.engine.RandomStream;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;

/**
 * A transposed convolution that enlarges an image by the factor {@code size}, with weight {@code name.weight}
 * [size,size,out,in], bias {@code name.bias} [out] and no activation.
 */
public record ConvTranspose2d(String name, int size, int in, int out) implements Module {

    @Override
    public void declare(Parameters.Declaration declaration) {
        declaration.add(name + ".weight", new Shape(size, size, out, in));
        declaration.add(name + ".bias", new Shape(out));
    }

    @Override
    public void initialize(Parameters parameters, RandomStream random) {
        Initializer.GLOROT_UNIFORM.fill(parameters.get(name + ".weight"), size * size * in, size * size * out, random);
    }

    /** Enlarges x [N,H,W,in] into y [N, size H, size W, out], which may be a channel window. */
    public Tensor forward(Parameters parameters, Tensor x, Tensor y) {
        return x.convTranspose2d(parameters.get(name + ".weight"), parameters.get(name + ".bias"), y);
    }

    /** Enlarges x [N,H,W,in] to [N, size H, size W, out]. */
    @Override
    public Tensor forward(Parameters parameters, Tensor x) {
        return x.convTranspose2d(parameters.get(name + ".weight"), parameters.get(name + ".bias"));
    }
}
