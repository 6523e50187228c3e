package gyrus.engine.op.pool;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.kernels.pool.PoolSpec;
import gyrus.kernels.pool.forward.MaxPoolForward;
import gyrus.kernels.pool.gradient.MaxPoolGradient;
import java.util.List;

/** Maximum pooling over square windows, for each channel separately. */
public final class MaxPool2d implements Differentiable {

    /**
     * {@code y[n,i,j,c] = max over r,s < size of x[n, i stride + r, j stride + s, c]}; dy is added to dx at
     * the first maximum of each window.
     *
     * @param x [N,H,W,C]
     * @return [N, (H-size)/stride+1, (W-size)/stride+1, C]
     */
    public static Value maxPool2d(Value x, int size, int stride) {
        Tape tape = Ops.tape("maxPool2d", x);
        return maxPool2d(x, size, stride, tape.empty("maxPool2d", pooled(x, size, stride)));
    }

    /** Computes {@link #maxPool2d(Value, int, int)} into {@code y}, which may be a channel window. */
    public static Value maxPool2d(Value x, int size, int stride, Value y) {
        Tape tape = Ops.tape("maxPool2d", x, y);
        Ops.require(y.shape().equals(pooled(x, size, stride)), "maxPool2d",
                () -> "the result is " + pooled(x, size, stride) + ", not " + y);
        tape.launch(new MaxPoolForward(), new PoolSpec(x.image("maxPool2d"), y.image("maxPool2d"), size, stride, false), x, y);
        return tape.record(y, List.of(x), List.of(x), () -> {
            Value dy = tape.gradient(y);
            tape.contribute(x, (dx, accumulate) -> tape.launch(new MaxPoolGradient(),
                    new PoolSpec(x.image("maxPool2d"), dy.image("maxPool2d"), size, stride, accumulate), x, dy, dx));
        });
    }

    private static Shape pooled(Value x, int size, int stride) {
        Shape in = x.shape();
        Ops.require(size >= 1 && stride >= 1, "maxPool2d",
                () -> "windows of " + size + " x " + size + " pixels every " + stride + "; both must be at least 1");
        Ops.require(in.rank() == 4 && in.extent(1) >= size && in.extent(2) >= size, "maxPool2d",
                () -> "expected an image [N,H,W,C] of at least " + size + " x " + size + " pixels, got " + x);
        return new Shape(in.extent(0), (in.extent(1) - size) / stride + 1, (in.extent(2) - size) / stride + 1, in.extent(3));
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of("2x2", Values.DISTINCT, List.of(new Shape(2, 4, 6, 3)), inputs -> maxPool2d(inputs.get(0), 2, 2)),
                Example.of("overlapping 3x3", Values.DISTINCT, List.of(new Shape(1, 7, 7, 2)),
                        inputs -> maxPool2d(inputs.get(0), 3, 2)));
    }
}
