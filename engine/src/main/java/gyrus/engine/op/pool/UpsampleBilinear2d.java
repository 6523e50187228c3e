package gyrus.engine.op.pool;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Value;
import gyrus.engine.op.binary.Add;
import gyrus.engine.op.layout.Concat;
import gyrus.engine.op.layout.Expand;
import gyrus.engine.op.layout.Reshape;
import gyrus.engine.op.layout.Slice;
import gyrus.engine.op.unary.Affine;
import java.util.Arrays;
import java.util.List;

/** Bilinear interpolation of images by a factor, or to a size. */
public final class UpsampleBilinear2d implements Differentiable {

    private static final double WHOLE = 1e-9; // distance from a whole number that rounding can cause

    /**
     * {@code y[n,i,j,c]} is x, linear between the centres of its pixels, at row {@code (i + 1/2) / factor - 1/2} and column
     * {@code (j + 1/2) / factor - 1/2}; the outermost pixels continue beyond their centres, as with align_corners=False in PyTorch.
     * dx gathers dy with the weights of the interpolation. A factor below 1 makes the image smaller, and leaves pixels out. An axis
     * that keeps its extent keeps its numbers, as in PyTorch.
     *
     * @param x [N,H,W,C]
     * @param factor the factor by which the numbers of rows and columns grow; or two numbers, the rows and columns of the result
     * @return [N, H factor, W factor, C], rounded down
     */
    public static Value upsampleBilinear2d(Value x, double factor) {
        requireImage(x);
        int rows = (int) (x.shape().extent(1) * factor);
        int columns = (int) (x.shape().extent(2) * factor);
        Ops.require(rows >= 1 && columns >= 1 && Double.isFinite(factor), "upsampleBilinear2d", () -> "the factor for " + x + " is "
                + factor + "; it must be a finite number that leaves at least one pixel");
        return along(2, along(1, x, rows, factor), columns, factor);
    }

    /** Computes {@link #upsampleBilinear2d(Value, double)} with the factors that lead to a size, [N,rows,columns,C]. */
    public static Value upsampleBilinear2d(Value x, int rows, int columns) {
        requireImage(x);
        Ops.require(rows >= 1 && columns >= 1, "upsampleBilinear2d",
                () -> "expected a result of at least 1 x 1 pixels, got " + rows + " x " + columns);
        Value higher = along(1, x, rows, (double) rows / x.shape().extent(1));
        return along(2, higher, columns, (double) columns / x.shape().extent(2));
    }

    private static void requireImage(Value x) {
        Ops.requirePresent("upsampleBilinear2d", x);
        Ops.require(x.shape().rank() == 4, "upsampleBilinear2d", () -> "expected an image [N,H,W,C], got " + x);
    }

    /**
     * Interpolates along one axis. The distances between results and pixels repeat: with a factor of 3/2, each period has three
     * results and two pixels. One op computes the results at one place of all periods.
     */
    private static Value along(int axis, Value x, int extent, double factor) {
        if (extent == x.shape().extent(axis)) {
            return x;
        }
        Shape result = x.shape().with(axis, extent);
        int results = period(extent, factor);
        int pixels = results == extent ? x.shape().extent(axis) : (int) Math.rint(results / factor);
        int count = Math.ceilDiv(extent, results);
        Value periods = periods(axis, x, count + 2, pixels);
        Value[] phases = new Value[results];
        for (int phase = 0; phase < results; phase++) {
            double place = (phase + 0.5) / factor - 0.5; // relative to the first pixel of the period
            int before = (int) Math.floor(place);
            double share = place - before;
            phases[phase] = Add.add(Affine.affine(pixel(axis, periods, before, count), 1 - share, 0),
                    Affine.affine(pixel(axis, periods, before + 1, count), share, 0));
        }
        Value stacked = Concat.stack(phases[0], axis + 1, Arrays.copyOfRange(phases, 1, results));
        Value all = Reshape.reshape(stacked, result.with(axis, count * results).extents());
        return count * results == extent ? all : Slice.slice(all, axis, 0, extent);
    }

    /** Returns the least number of results that a whole number of pixels makes, or all results. */
    private static int period(int extent, double factor) {
        for (int results = 1; results < extent; results++) {
            double pixels = results / factor;
            if (pixels >= 1 - WHOLE && Math.abs(pixels - Math.rint(pixels)) < WHOLE) {
                return results;
            }
        }
        return extent;
    }

    /** Returns x cut into periods along a new axis; the first pixel is repeated for one period before it, the last behind it. */
    private static Value periods(int axis, Value x, int count, int pixels) {
        int extent = x.shape().extent(axis);
        Value before = repeated(axis, Slice.slice(x, axis, 0, 1), pixels);
        Value behind = repeated(axis, Slice.slice(x, axis, extent - 1, extent), pixels * (count - 1) - extent);
        Value continued = Concat.concat(before, axis, x, behind);
        Shape shape = x.shape();
        return axis == 1
                ? Reshape.reshape(continued, shape.extent(0), count, pixels, shape.extent(2), shape.extent(3))
                : Reshape.reshape(continued, shape.extent(0), shape.extent(1), count, pixels, shape.extent(3));
    }

    private static Value repeated(int axis, Value pixel, int times) {
        return times == 1 ? pixel : Expand.expand(pixel, pixel.shape().with(axis, times).extents());
    }

    /** Returns one pixel of {@code count} periods; those of the periods before and behind have numbers, too. */
    private static Value pixel(int axis, Value periods, int number, int count) {
        int pixels = periods.shape().extent(axis + 1);
        int first = 1 + Math.floorDiv(number, pixels);
        int at = Math.floorMod(number, pixels);
        Value alike = Slice.slice(Slice.slice(periods, axis + 1, at, at + 1), axis, first, first + count);
        int[] extents = new int[4];
        for (int i = 0; i < extents.length; i++) {
            extents[i] = alike.shape().extent(i <= axis ? i : i + 1);
        }
        return Reshape.reshape(alike, extents);
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of("twice", Values.NORMAL, List.of(new Shape(2, 2, 3, 2)),
                        inputs -> upsampleBilinear2d(inputs.getFirst(), 2)),
                Example.of("three times", Values.NORMAL, List.of(new Shape(1, 1, 2, 1)),
                        inputs -> upsampleBilinear2d(inputs.getFirst(), 3)),
                Example.of("one and a half times, not in whole periods", Values.NORMAL, List.of(new Shape(1, 5, 3, 2)),
                        inputs -> upsampleBilinear2d(inputs.getFirst(), 1.5)),
                Example.of("to a size", Values.NORMAL, List.of(new Shape(2, 4, 5, 1)),
                        inputs -> upsampleBilinear2d(inputs.getFirst(), 6, 3)));
    }
}
