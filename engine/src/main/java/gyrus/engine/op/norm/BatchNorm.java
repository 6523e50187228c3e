package gyrus.engine.op.norm;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Maps;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.engine.op.binary.Subtract;
import java.util.List;
import java.util.function.BiConsumer;
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
        return byBatch(x, gamma, beta, epsilon, (mean, variance) -> {});
    }

    private static Value byBatch(Value x, Value gamma, Value beta, double epsilon, BiConsumer<Value, Value> statistics) {
        requireChannels(x, gamma, beta);
        Ops.require(count(x) > 1, "batchNorm", () -> "expected more than one value per channel, got " + x);
        int[] axes = IntStream.range(0, x.shape().rank() - 1).toArray();
        return Normalization.affine(
                "batchNorm", Normalization.normalize("batchNorm", x, epsilon, statistics, axes), gamma, beta);
    }

    /** Returns the number of values of each channel. */
    private static int count(Value x) {
        return x.shape().size() / x.shape().extent(-1);
    }

    /**
     * Computes the batch normalization and moves the running mean and variance towards those of the batch, or normalizes by them in
     * an inference step: {@code running = (1 - momentum) running + momentum batch}, with the unbiased variance of the batch, as in
     * PyTorch. They have no gradient.
     *
     * @param mean [C], the running mean
     * @param variance [C], the running variance
     * @param momentum the share of a new batch, from 0 to 1; PyTorch's default is 0.1
     */
    public static Value batchNorm(
            Value x, Value gamma, Value beta, Value mean, Value variance, double momentum, double epsilon) {
        requireChannels(x, gamma, beta);
        Tape tape = Ops.tape("batchNorm", x, mean, variance);
        Ops.require(mean.shape().equals(gamma.shape()) && variance.shape().equals(gamma.shape()), "batchNorm",
                () -> "mean " + mean + " and variance " + variance + " must be " + gamma.shape() + " for " + x);
        Ops.require(momentum >= 0 && momentum <= 1, "batchNorm", () -> "the momentum is " + momentum + "; it must be from 0 to 1");
        if (tape.isTraining()) {
            return byBatch(x, gamma, beta, epsilon, (batchMean, batchVariance) -> {
                move(tape, momentum, 1, batchMean, mean);
                move(tape, momentum, count(x) / (count(x) - 1.0), batchVariance, variance);
            });
        }
        Value centred = Subtract.subtract(x, mean);
        Value normalized = Normalization.scale("batchNorm", centred, variance, epsilon);
        tape.release(centred);
        return Normalization.affine("batchNorm", normalized, gamma, beta);
    }

    /** Computes {@code running += momentum (factor batch - running)}. */
    private static void move(Tape tape, double momentum, double factor, Value batch, Value running) {
        Value change = tape.empty("change", running.shape());
        Maps.affine(tape, -momentum, 0, running, change, false);
        Maps.affine(tape, momentum * factor, 0, batch.view(running.shape()), change, true);
        Maps.affine(tape, 1, 0, change, running, true);
        tape.release(change);
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
                new Example("running mean and variance",
                        List.of(new Shape(3, 4), new Shape(4), new Shape(4), new Shape(4), new Shape(4)),
                        List.of(Values.NORMAL, Values.NORMAL, Values.NORMAL, Values.BINARY, Values.BINARY),
                        inputs -> batchNorm(
                                inputs.get(0), inputs.get(1), inputs.get(2), inputs.get(3), inputs.get(4), 0.1, 1e-5)));
    }
}
