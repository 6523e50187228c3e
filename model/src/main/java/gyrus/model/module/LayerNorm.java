package gyrus.model.module;

import gyrus.engine.Parameters;
import gyrus.engine.Tensor;
import gyrus.engine.random.RandomStream;

/**
 * Layer normalization over the innermost axis, with factor {@code name.weight} [size], at first 1, and shift {@code name.bias}
 * [size], at first 0 (Ba, Kiros and Hinton, 2016).
 */
public record LayerNorm(String name, int size) implements Module {

    private static final double EPSILON = 1e-5; // PyTorch's

    @Override
    public void declare(Parameters.Declaration declaration) {
        new FactorAndShift(name, size).declare(declaration);
    }

    @Override
    public void initialize(Parameters parameters, RandomStream random) {
        new FactorAndShift(name, size).initialize(parameters);
    }

    /** Normalizes x [..,size]. */
    @Override
    public Tensor forward(Parameters parameters, Tensor x) {
        return x.layerNorm(parameters.get(name + ".weight"), parameters.get(name + ".bias"), EPSILON);
    }
}
