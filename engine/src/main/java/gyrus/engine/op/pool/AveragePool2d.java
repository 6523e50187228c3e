package gyrus.engine.op.pool;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Value;
import gyrus.engine.op.layout.Reshape;
import gyrus.engine.op.layout.Slice;
import gyrus.engine.op.reduce.Mean;
import java.util.List;

/**
 * Average pooling over square windows side by side, for each channel separately. The mean over all pixels is {@code x.mean(1, 2)}.
 */
public final class AveragePool2d implements Differentiable {

    /**
     * {@code y[n,i,j,c] = mean over r,s < size of x[n, i size + r, j size + s, c]}; dx is {@code dy / size^2}, repeated over each
     * window. Rows and columns that do not fill a window are left out, as in PyTorch.
     *
     * @param x [N,H,W,C]
     * @param size the height and width of a window, and the distance to the next one
     * @return [N, H/size, W/size, C]
     */
    public static Value averagePool2d(Value x, int size) {
        Ops.requirePresent("averagePool2d", x);
        Shape in = x.shape();
        Ops.require(size >= 1 && in.rank() == 4 && in.extent(1) >= size && in.extent(2) >= size, "averagePool2d",
                () -> "expected an image [N,H,W,C] of at least one window of " + size + " x " + size + " pixels, got " + x);
        int rows = in.extent(1) / size;
        int columns = in.extent(2) / size;
        Value filled = shortened(shortened(x, 1, rows * size), 2, columns * size);
        Value windows = Reshape.reshape(filled, in.extent(0), rows, size, columns, size, in.extent(3));
        return Mean.mean(windows, 2, 4).view(new Shape(in.extent(0), rows, columns, in.extent(3)));
    }

    private static Value shortened(Value x, int axis, int extent) {
        return x.shape().extent(axis) == extent ? x : Slice.slice(x, axis, 0, extent);
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of("2x2", Values.NORMAL, List.of(new Shape(2, 4, 6, 3)), inputs -> averagePool2d(inputs.getFirst(), 2)),
                Example.of("a rest left out", Values.NORMAL, List.of(new Shape(1, 4, 5, 2)),
                        inputs -> averagePool2d(inputs.getFirst(), 3)));
    }
}
