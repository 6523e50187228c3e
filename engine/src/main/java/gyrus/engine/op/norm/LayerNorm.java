package gyrus.engine.op.norm;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Value;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Layer normalization: each sample brought to mean 0 and variance 1 over its innermost axes. */
public final class LayerNorm implements Differentiable {

    /**
     * {@code y = gamma (x - mean) / sqrt(variance + epsilon) + beta}, with mean and variance over the axes of gamma. With
     * {@code n = (x - mean) / s}, {@code s = sqrt(variance + epsilon)} and {@code g = gamma dy}:
     * {@code dx = (g - mean(g) - n mean(g n)) / s}; dgamma is the sum of dy n, and dbeta the sum of dy, over the other axes.
     * Ba, Kiros, Hinton, Layer Normalization (2016).
     *
     * @param x any shape
     * @param gamma the innermost extents of x, such as [C]
     * @param beta the shape of gamma
     * @param epsilon PyTorch's default is 1e-5
     */
    public static Value layerNorm(Value x, Value gamma, Value beta, double epsilon) {
        Ops.tape("layerNorm", x, gamma, beta);
        int[] extents = x.shape().extents();
        int rank = gamma.shape().rank();
        Ops.require(rank <= extents.length, "layerNorm", () -> "gamma " + gamma + " has more axes than " + x);
        Shape normalized = new Shape(Arrays.copyOfRange(extents, extents.length - rank, extents.length));
        Normalization.requireShape("layerNorm", normalized, x, gamma, beta);
        int[] axes = IntStream.rangeClosed(1, rank).map(axis -> -axis).toArray();
        return Normalization.affine("layerNorm", Normalization.normalize("layerNorm", x, epsilon, axes), gamma, beta);
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of("channels", Values.NORMAL, List.of(new Shape(2, 3, 5), new Shape(5), new Shape(5)),
                        inputs -> layerNorm(inputs.get(0), inputs.get(1), inputs.get(2), 1e-5)),
                Example.of("two axes", Values.NORMAL, List.of(new Shape(2, 3, 4), new Shape(3, 4), new Shape(3, 4)),
                        inputs -> layerNorm(inputs.get(0), inputs.get(1), inputs.get(2), 0.1)));
    }
}
