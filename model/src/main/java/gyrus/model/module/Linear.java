package gyrus.model.module;

import gyrus.engine.Parameters;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;
import gyrus.engine.random.RandomStream;

/**
 * A linear module: {@code y = x w + b}, with weight {@code name.weight} [in,out] and bias {@code name.bias} [out]. The initial
 * bias is zero.
 *
 * @param initializer the distribution of the initial weights
 * @param bias whether there is a bias
 */
public record Linear(String name, int in, int out, Initializer initializer, boolean bias) implements Module {

    public Linear {
        if (in < 1 || out < 1) {
            throw new IllegalArgumentException("linear module " + name + ": " + in + " inputs and " + out + " outputs; both must be"
                    + " at least 1");
        }
    }

    /** Describes a linear module whose initial weights are Glorot's, uniform. */
    public Linear(String name, int in, int out) {
        this(name, in, out, Initializer.GLOROT_UNIFORM);
    }

    /** Describes a linear module with a bias. */
    public Linear(String name, int in, int out, Initializer initializer) {
        this(name, in, out, initializer, true);
    }

    /** Returns this module without a bias. */
    public Linear withoutBias() {
        return new Linear(name, in, out, initializer, false);
    }

    @Override
    public void declare(Parameters.Declaration declaration) {
        declaration.add(name + ".weight", new Shape(in, out));
        if (bias) {
            declaration.add(name + ".bias", new Shape(out));
        }
    }

    @Override
    public void initialize(Parameters parameters, RandomStream random) {
        initializer.fill(parameters.get(name + ".weight"), in, out, random);
    }

    /** Maps x [..,in] to [..,out]. */
    @Override
    public Tensor forward(Parameters parameters, Tensor x) {
        Tensor y = x.matmul(parameters.get(name + ".weight"));
        return bias ? y.add(parameters.get(name + ".bias")) : y;
    }
}
