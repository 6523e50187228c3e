package gyrus.engine.op.pool;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.engine.op.conv.Conv2d.Sliding;
import gyrus.engine.op.conv.GroupedConv2d;
import gyrus.engine.op.layout.Concat;
import gyrus.engine.op.layout.Reshape;
import gyrus.engine.op.layout.Slice;
import gyrus.engine.op.reduce.Mean;
import gyrus.kernels.fill.Fill;
import gyrus.kernels.fill.FillSpec;
import java.util.Arrays;
import java.util.List;

/** Average pooling for each channel separately. The mean over all pixels is {@code x.mean(1, 2)}. */
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
        requireWindow(x, size);
        Shape in = x.shape();
        int rows = in.extent(1) / size;
        int columns = in.extent(2) / size;
        Value filled = shortened(shortened(x, 1, rows * size), 2, columns * size);
        Value windows = Reshape.reshape(filled, in.extent(0), rows, size, columns, size, in.extent(3));
        return Mean.mean(windows, 2, 4).view(new Shape(in.extent(0), rows, columns, in.extent(3)));
    }

    /**
     * Averages windows at another distance than their size: {@code y[n,i,j,c] = mean over r,s < size of
     * x[n, i stride + r, j stride + s, c]}. It is a depthwise convolution with weights of 1 / size^2.
     *
     * @param stride the distance from one window to the next
     * @return [N, (H-size)/stride+1, (W-size)/stride+1, C]
     */
    public static Value averagePool2d(Value x, int size, int stride) {
        Tape tape = Ops.tape("averagePool2d", x);
        Ops.require(stride >= 1, "averagePool2d", () -> "the stride is " + stride + "; it must be at least 1");
        if (stride == size) {
            return averagePool2d(x, size);
        }
        requireWindow(x, size);
        Value weights = tape.empty("1 / size^2", new Shape(size, size, 1, x.shape().extent(3)));
        tape.launch(new Fill(), new FillSpec(weights.extent(), 1.0 / (size * size)), weights);
        Value y = GroupedConv2d.withoutBias(x, weights, new Sliding(stride, 0, 0, 1), x.shape().extent(3));
        tape.release(weights);
        return y;
    }

    /**
     * Averages windows whose size follows from that of the result: rows {@code i H / rows} to {@code (i + 1) H / rows}, rounded
     * down and up, and likewise for columns; PyTorch's adaptive_avg_pool2d.
     *
     * @param rows the height of the result
     * @param columns the width of the result
     * @return [N,rows,columns,C]
     */
    public static Value adaptive(Value x, int rows, int columns) {
        Ops.requirePresent("adaptiveAveragePool2d", x);
        Ops.require(x.shape().rank() == 4 && rows >= 1 && columns >= 1, "adaptiveAveragePool2d",
                () -> "expected an image [N,H,W,C] and a result of at least 1 x 1 pixels, got " + x + " and " + rows + " x "
                        + columns);
        return means(means(x, 1, rows), 2, columns);
    }

    /** Returns the means of {@code count} ranges along an axis. */
    private static Value means(Value x, int axis, int count) {
        int extent = x.shape().extent(axis);
        Value[] means = new Value[count];
        for (int i = 0; i < count; i++) {
            int from = (int) ((long) i * extent / count);
            int to = (int) Math.ceilDiv((i + 1L) * extent, (long) count);
            means[i] = Mean.mean(Slice.slice(x, axis, from, to), axis);
        }
        return count == 1 ? means[0] : Concat.concat(means[0], axis, Arrays.copyOfRange(means, 1, count));
    }

    private static void requireWindow(Value x, int size) {
        Shape in = x.shape();
        Ops.require(size >= 1 && in.rank() == 4 && in.extent(1) >= size && in.extent(2) >= size, "averagePool2d",
                () -> "expected an image [N,H,W,C] of at least one window of " + size + " x " + size + " pixels, got " + x);
    }

    private static Value shortened(Value x, int axis, int extent) {
        return x.shape().extent(axis) == extent ? x : Slice.slice(x, axis, 0, extent);
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of("2x2", Values.NORMAL, List.of(new Shape(2, 4, 6, 3)), inputs -> averagePool2d(inputs.getFirst(), 2)),
                Example.of("a rest left out", Values.NORMAL, List.of(new Shape(1, 4, 5, 2)),
                        inputs -> averagePool2d(inputs.getFirst(), 3)),
                Example.of("overlapping", Values.NORMAL, List.of(new Shape(1, 5, 6, 2)),
                        inputs -> averagePool2d(inputs.getFirst(), 3, 2)),
                Example.of("adaptive", Values.NORMAL, List.of(new Shape(2, 5, 4, 2)),
                        inputs -> adaptive(inputs.getFirst(), 3, 2)));
    }
}
