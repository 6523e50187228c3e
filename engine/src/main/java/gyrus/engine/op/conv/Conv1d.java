package gyrus.engine.op.conv;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Value;
import gyrus.engine.op.conv.Conv2d.Activation;
import gyrus.engine.op.conv.Conv2d.Sliding;
import java.util.List;

/** 1D convolution with bias and an optional ReLU: a 2D convolution of images of one row. */
public final class Conv1d implements Differentiable {

    /**
     * {@code y[n,i,o] = f(b[o] + sum_{s,c} x[n, i stride + s dilation - padding, c] w[s,c,o])}; the derivatives are those of
     * {@link Conv2d}.
     *
     * @param x [N,L,C]
     * @param w [k,C,O]
     * @param b [O]
     * @return [N,L',O], L' = (L + 2 padding - dilation (k-1) - 1) / stride + 1
     */
    public static Value conv1d(Value x, Value w, Value b, int stride, int padding, int dilation, Activation activation) {
        Ops.tape("conv1d", x, w, b);
        Ops.require(x.shape().rank() == 3 && w.shape().rank() == 3, "conv1d",
                () -> "expected input [N,L,C] and weight [k,C,O], got " + x + " and " + w);
        Value y = Conv2d.conv2d(oneRow(x, 1), oneRow(w, 0), b, new Sliding(stride, 0, padding, dilation), activation);
        return y.view(new Shape(y.shape().extent(0), y.shape().extent(2), y.shape().extent(3)));
    }

    /** Returns a view with a new axis of extent 1. */
    private static Value oneRow(Value x, int axis) {
        Shape shape = x.shape();
        return x.view(axis == 0
                ? new Shape(1, shape.extent(0), shape.extent(1), shape.extent(2))
                : new Shape(shape.extent(0), 1, shape.extent(1), shape.extent(2)));
    }

    @Override
    public List<Example> examples() {
        return List.of(
                example("same", new Shape(2, 6, 2), new Shape(3, 2, 3), 1, 1, 1, Activation.NONE),
                example("strided and dilated with ReLU", new Shape(1, 9, 2), new Shape(2, 2, 2), 2, 1, 3, Activation.RELU));
    }

    private static Example example(
            String name, Shape x, Shape w, int stride, int padding, int dilation, Activation activation) {
        return Example.of(name, Values.NORMAL, List.of(x, w, new Shape(w.extent(2))),
                inputs -> conv1d(inputs.get(0), inputs.get(1), inputs.get(2), stride, padding, dilation, activation));
    }
}
