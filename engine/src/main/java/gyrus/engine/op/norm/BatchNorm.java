package gyrus.engine.op.norm;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.engine.op.binary.Subtract;
import java.util.List;
import java.util.stream.IntStream;

/** Batch normalization: each channel brought to mean 0 and variance 1. */
public final class BatchNorm implements Differentiable {

    /**
     * {@code y = gamma (x - mean) / sqrt(variance + epsilon) + beta}, with mean and variance of each channel of the batch. With
     * {@code n = (x - mean) / s}, {@code s = sqrt(variance + epsilon)} and {@code g = gamma dy}:
     * {@code dx = (g - mean(g) - n mean(g n)) / s}; dgamma is the sum of dy n, and dbeta the sum of dy, of each channel. Ioffe and
     * Szegedy, Batch Normalization (2015).
     *
     * @param x [...,C], such as [N,C] or [N,H,W,C]
     * @param gamma [C]
     * @param beta [C]
     * @param epsilon PyTorch's default is 1e-5
     */
    public static Value batchNorm(Value x, Value gamma, Value beta, double epsilon) {
        requireChannels(x, gamma, beta);
        int[] axes = IntStream.range(0, x.shape().rank() - 1).toArray();
        return Normalization.affine("batchNorm", Normalization.normalize("batchNorm", x, epsilon, axes), gamma, beta);
    }

    /**
     * Computes {@code y = gamma (x - mean) / sqrt(variance + epsilon) + beta} with a given mean and variance, for inference.
     *
     * @param mean [C]
     * @param variance [C]
     */
    public static Value batchNorm(Value x, Value mean, Value variance, Value gamma, Value beta, double epsilon) {
        requireChannels(x, gamma, beta);
        Tape tape = Ops.tape("batchNorm", x, mean, variance);
        Ops.require(mean.shape().equals(gamma.shape()) && variance.shape().equals(gamma.shape()), "batchNorm",
                () -> "mean " + mean + " and variance " + variance + " must be " + gamma.shape() + " for " + x);
        Value centred = Subtract.subtract(x, mean);
        Value normalized = Normalization.scale("batchNorm", centred, variance, epsilon);
        tape.release(centred);
        return Normalization.affine("batchNorm", normalized, gamma, beta);
    }

    private static void requireChannels(Value x, Value gamma, Value beta) {
        Ops.tape("batchNorm", x, gamma, beta);
        Ops.require(x.shape().rank() > 1, "batchNorm", () -> "expected a batch [...,C] of at least two axes, got " + x);
        Normalization.requireShape("batchNorm", new Shape(x.shape().extent(-1)), x, gamma, beta);
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of("images", Values.NORMAL, List.of(new Shape(2, 3, 2, 4), new Shape(4), new Shape(4)),
                        inputs -> batchNorm(inputs.get(0), inputs.get(1), inputs.get(2), 1e-5)),
                Example.of("a given mean and variance", Values.POSITIVE,
                        List.of(new Shape(3, 4), new Shape(4), new Shape(4), new Shape(4), new Shape(4)),
                        inputs -> batchNorm(inputs.get(0), inputs.get(1), inputs.get(2), inputs.get(3), inputs.get(4), 1e-5)));
    }
}
