package gyrus.model.module;

import gyrus.engine.Parameters;
import gyrus.engine.Tensor;
import gyrus.engine.random.RandomStream;

/**
 * Normalization of an image over all pixels of each group of channels, with factor {@code name.weight} [channels], at first 1, and
 * shift {@code name.bias} [channels], at first 0 (Wu and He, 2018).
 */
public record GroupNorm(String name, int groups, int channels) implements Module {

    private static final double EPSILON = 1e-5; // PyTorch's

    @Override
    public void declare(Parameters.Declaration declaration) {
        new FactorAndShift(name, channels).declare(declaration);
    }

    @Override
    public void initialize(Parameters parameters, RandomStream random) {
        new FactorAndShift(name, channels).initialize(parameters);
    }

    /** Normalizes x [N,H,W,channels]. */
    @Override
    public Tensor forward(Parameters parameters, Tensor x) {
        return x.groupNorm(groups, parameters.get(name + ".weight"), parameters.get(name + ".bias"), EPSILON);
    }
}
