package gyrus.engine.op.conv;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.engine.op.conv.Conv2d.Activation;
import gyrus.engine.op.conv.Conv2d.Sliding;
import gyrus.engine.op.unary.Relu;
import java.util.List;

/**
 * 2D convolution in groups: each group of output channels reads a group of input channels. Each group is a convolution between
 * channel windows, so the time grows with the number of groups. As many groups as input and output channels make a depthwise
 * convolution; from 32 channels on, it is computed for all of them at once.
 */
public final class GroupedConv2d implements Differentiable {

    private static final int MANY = 32; // fewer channels take less time one by one

    /**
     * {@code y[.., group g] = conv2d(x[.., group g], w[.., group g], b[group g])} for groups of neighbouring channels; the
     * derivatives are those of {@link Conv2d}. Krizhevsky, Sutskever and Hinton, ImageNet classification (2012).
     *
     * @param x [N,H,W,I]
     * @param w [kh,kw,I/groups,O]
     * @param b [O]
     * @param groups the number of groups, which divides I and O
     * @return [N,H',W',O], with the height and width of a convolution
     */
    public static Value groupedConv2d(Value x, Value w, Value b, Sliding sliding, Activation activation, int groups) {
        Tape tape = Ops.tape("groupedConv2d", x, w, b);
        int in = x.shape().extent(-1);
        int out = w.shape().extent(-1);
        Ops.require(groups >= 1 && in % groups == 0 && out % groups == 0, "groupedConv2d", () -> groups
                + " groups do not divide the channels: input " + x + ", weight " + w + " (kh,kw,in/groups,out)");
        Ops.require(b.shape().equals(new Shape(out)), "groupedConv2d",
                () -> "bias " + b + " must be [" + out + "], one for each output channel of " + w);
        if (groups >= MANY && groups == in && groups == out) {
            Value depthwise = Depthwise.convolve(tape, x, w, b, sliding);
            return activation == Activation.RELU ? Relu.relu(depthwise) : depthwise;
        }
        int read = in / groups;
        int written = out / groups;
        Value y = tape.empty("groupedConv2d", Conv2d.result(x, w, Conv2d.filter(x.channels(0, read), w, sliding)));
        for (int g = 0; g < groups; g++) {
            int from = g * written;
            int to = from + written;
            Conv2d.conv2d(x.channels(g * read, (g + 1) * read), w.channels(from, to), b.channels(from, to), sliding, activation,
                    y.channels(from, to));
        }
        return y;
    }

    /** Computes {@link #groupedConv2d(Value, Value, Value, Sliding, Activation, int)} without a bias and an activation. */
    public static Value withoutBias(Value x, Value w, Sliding sliding, int groups) {
        Tape tape = Ops.tape("groupedConv2d", x, w);
        Value zero = Conv2d.noBias(tape, w.shape().extent(-1));
        Value y = groupedConv2d(x, w, zero, sliding, Activation.NONE, groups);
        tape.release(zero);
        return y;
    }

    @Override
    public List<Example> examples() {
        return List.of(
                example("two groups", new Shape(2, 4, 3, 4), new Shape(3, 3, 2, 6), Activation.NONE, 2),
                Example.of("without a bias", Values.NORMAL, List.of(new Shape(1, 3, 4, 4), new Shape(3, 3, 2, 2)),
                        inputs -> withoutBias(inputs.get(0), inputs.get(1), Sliding.same(3), 2)),
                Example.of("depthwise, strided and dilated", Values.NORMAL,
                        List.of(new Shape(2, 4, 3, MANY), new Shape(2, 3, 1, MANY), new Shape(MANY)), inputs -> groupedConv2d(
                                inputs.get(0), inputs.get(1), inputs.get(2), new Sliding(2, 1, 2, 2), Activation.NONE, MANY)),
                example("many channels with ReLU", new Shape(1, 2, 3, MANY), new Shape(3, 3, 1, MANY), Activation.RELU, MANY),
                example("depthwise with ReLU", new Shape(1, 4, 4, 3), new Shape(3, 3, 1, 3), Activation.RELU, 3));
    }

    private static Example example(String name, Shape x, Shape w, Activation activation, int groups) {
        return Example.of(name, Values.NORMAL, List.of(x, w, new Shape(w.extent(3))),
                inputs -> groupedConv2d(inputs.get(0), inputs.get(1), inputs.get(2), Sliding.same(3), activation, groups));
    }
}
