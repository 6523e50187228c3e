package gyrus.model.module;

import gyrus.engine.Parameters;
import gyrus.engine.RandomStream;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;

/**
 * A linear module with bias: {@code y = x w + b}, with weight {@code name.weight} [in,out] and bias {@code name.bias} [out]. The
 * initial bias is zero.
 *
 * @param initializer the distribution of the initial weights
 */
public record Linear(String name, int in, int out, Initializer initializer) implements Module {

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

    @Override
    public void declare(Parameters.Declaration declaration) {
        declaration.add(name + ".weight", new Shape(in, out));
        declaration.add(name + ".bias", new Shape(out));
    }

    @Override
    public void initialize(Parameters parameters, RandomStream random) {
        initializer.fill(parameters.get(name + ".weight"), in, out, random);
    }

    /** Maps x [n,in] to [n,out]. */
    @Override
    public Tensor forward(Parameters parameters, Tensor x) {
        return x.matmul(parameters.get(name + ".weight")).add(parameters.get(name + ".bias"));
    }
}
