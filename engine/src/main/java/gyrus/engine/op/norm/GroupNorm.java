package gyrus.engine.op.norm;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Value;
import gyrus.engine.op.layout.Reshape;
import java.util.List;

/** Group normalization: the groups of neighbouring channels of each sample brought to mean 0 and variance 1. */
public final class GroupNorm implements Differentiable {

    /**
     * {@code y = gamma (x - mean) / sqrt(variance + epsilon) + beta}, with mean and variance over the pixels and channels of each
     * group of a sample; the derivative is that of {@link LayerNorm}. Wu and He, Group Normalization (2018).
     *
     * @param x [N,...,C], such as [N,H,W,C]
     * @param groups the number of groups, a divisor of C
     * @param gamma [C]
     * @param beta [C]
     * @param epsilon PyTorch's default is 1e-5
     */
    public static Value groupNorm(Value x, int groups, Value gamma, Value beta, double epsilon) {
        Ops.tape("groupNorm", x, gamma, beta);
        Shape shape = x.shape();
        int channels = shape.extent(-1);
        Ops.require(shape.rank() > 1 && groups >= 1 && channels % groups == 0, "groupNorm",
                () -> "expected [N,...,C] with channels that " + groups + " groups divide evenly, got " + x);
        Normalization.requireShape("groupNorm", new Shape(channels), x, gamma, beta);
        int samples = shape.extent(0);
        int pixels = shape.size() / samples / channels;
        Value grouped = Reshape.reshape(x, samples, pixels, groups, channels / groups);
        Value normalized = Normalization.normalize("groupNorm", grouped, epsilon, 1, 3);
        return Normalization.affine("groupNorm", Reshape.reshape(normalized, shape.extents()), gamma, beta);
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of("two groups", Values.NORMAL, List.of(new Shape(2, 3, 2, 4), new Shape(4), new Shape(4)),
                        inputs -> groupNorm(inputs.get(0), 2, inputs.get(1), inputs.get(2), 1e-5)),
                Example.of("a group for each channel", Values.NORMAL, List.of(new Shape(2, 5, 3), new Shape(3), new Shape(3)),
                        inputs -> groupNorm(inputs.get(0), 3, inputs.get(1), inputs.get(2), 1e-5)));
    }
}
