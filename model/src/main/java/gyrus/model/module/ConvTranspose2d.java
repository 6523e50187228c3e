package gyrus.model.module;

import gyrus.engine.Parameters;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;
import gyrus.engine.random.RandomStream;

/**
 * A transposed convolution that enlarges an image by the factor {@code size}, with weight {@code name.weight}
 * [size,size,out,in], bias {@code name.bias} [out] and no activation.
 *
 * @param bias whether there is a bias
 */
public record ConvTranspose2d(String name, int size, int in, int out, boolean bias) implements Module {

    public ConvTranspose2d {
        if (size < 1 || in < 1 || out < 1) {
            throw new IllegalArgumentException("transposed convolution " + name + ": factor " + size + ", " + in
                    + " input channels and " + out + " output channels; all must be at least 1");
        }
    }

    /** Describes a transposed convolution with a bias. */
    public ConvTranspose2d(String name, int size, int in, int out) {
        this(name, size, in, out, true);
    }

    /** Returns this transposed convolution without a bias. */
    public ConvTranspose2d withoutBias() {
        return new ConvTranspose2d(name, size, in, out, false);
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

    /** Enlarges x [N,H,W,in] into y [N, size H, size W, out], which may be a channel window, with a bias. */
    public Tensor forward(Parameters parameters, Tensor x, Tensor y) {
        return x.convTranspose2d(parameters.get(name + ".weight"), parameters.get(name + ".bias"), y);
    }

    /** Enlarges x [N,H,W,in] to [N, size H, size W, out]. */
    @Override
    public Tensor forward(Parameters parameters, Tensor x) {
        Tensor w = parameters.get(name + ".weight");
        return bias ? x.convTranspose2d(w, parameters.get(name + ".bias")) : x.convTranspose2d(w);
    }
}
