package gyrus.model.module;

import gyrus.engine.Parameters;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;
import gyrus.engine.random.RandomStream;
import java.util.Arrays;

/**
 * Batch normalization of each channel, with factor {@code name.weight} [channels], at first 1, and shift {@code name.bias}
 * [channels], at first 0 (Ioffe and Szegedy, 2015). A training step normalizes by the batch and moves the state
 * {@code name.running_mean}, at first 0, and {@code name.running_var}, at first 1, by a tenth towards it. An inference step
 * normalizes by the state. Numbers and names are those of PyTorch's BatchNorm1d and BatchNorm2d.
 */
public record BatchNorm(String name, int channels) implements Module {

    private static final double EPSILON = 1e-5; // PyTorch's
    private static final double MOMENTUM = 0.1; // PyTorch's

    private String mean() {
        return name + ".running_mean";
    }

    private String variance() {
        return name + ".running_var";
    }

    @Override
    public void declare(Parameters.Declaration declaration) {
        new FactorAndShift(name, channels).declare(declaration);
        declaration.addState(mean(), new Shape(channels));
        declaration.addState(variance(), new Shape(channels));
    }

    @Override
    public void initialize(Parameters parameters, RandomStream random) {
        new FactorAndShift(name, channels).initialize(parameters);
        float[] ones = new float[channels];
        Arrays.fill(ones, 1);
        parameters.get(variance()).set(ones);
    }

    /** Normalizes x [..,channels], such as [N,channels] or [N,H,W,channels]. */
    @Override
    public Tensor forward(Parameters parameters, Tensor x) {
        return x.batchNorm(parameters.get(name + ".weight"), parameters.get(name + ".bias"), parameters.get(mean()),
                parameters.get(variance()), MOMENTUM, EPSILON);
    }
}
