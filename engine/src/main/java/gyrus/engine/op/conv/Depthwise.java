package gyrus.engine.op.conv;

import gyrus.engine.op.Maps;

import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.engine.op.conv.Conv2d.Sliding;
import gyrus.engine.op.layout.Copy;
import gyrus.engine.op.layout.Pad;
import gyrus.engine.op.layout.Reshape;
import gyrus.engine.op.layout.Slice;
import gyrus.kernels.conv.ConvSpec.Filter;
import gyrus.kernels.fill.Fill;
import gyrus.kernels.fill.FillSpec;
import gyrus.kernels.map.binary.BinaryFunction;
import gyrus.kernels.reduce.ReduceSpec;
import java.util.List;
import java.util.stream.Stream;

/**
 * A convolution of each channel by itself, as one product of all pixels for each tap of the window.
 *
 * <p>The padded images lie one after another as a list of pixels [P,C]. The pixels under a tap are that list, shifted by a constant
 * number of pixels, and a shifted list is a view. Shifts run over the ends of rows and images; these results are cut off. The
 * number of launches grows with the window, not with the channels.
 */
final class Depthwise {

    private final Tape tape;
    private final Filter filter;
    private final int columns; // of the padded images
    private final int channels;
    private final int pixels; // of a shifted list
    private final int elements; // of the padded images

    private Depthwise(Tape tape, Filter filter, Shape padded) {
        this.tape = tape;
        this.filter = filter;
        columns = padded.extent(2);
        channels = padded.extent(3);
        elements = padded.size();
        pixels = elements / channels - shift(filter.rows() - 1, filter.columns() - 1);
    }

    /**
     * Returns the convolution of x [N,H,W,C] with w [kh,kw,1,C] and bias b [C], [N,H',W',C].
     *
     * <p>Each image is padded to H' stride + dilation (kh - 1) rows, and likewise for columns. The windows of all places lie in it;
     * those at a multiple of the stride are kept.
     */
    static Value convolve(Tape tape, Value x, Value w, Value b, Sliding sliding) {
        Filter filter = Conv2d.filter(x.channels(0, 1), w, sliding);
        Shape shape = x.shape();
        int stride = sliding.stride();
        int rows = filter.outputRows(shape.extent(1));
        int columns = filter.outputColumns(shape.extent(2));
        Value higher = padded(x, 1, sliding.padRows(), rows * stride + sliding.dilation() * (filter.rows() - 1));
        Value wider = padded(higher, 2, sliding.padColumns(), columns * stride + sliding.dilation() * (filter.columns() - 1));
        Value image = Copy.dense(tape, wider);
        Value all = new Depthwise(tape, filter, image.shape()).everywhere(image, Copy.dense(tape, w), Copy.dense(tape, b));
        Stream.of(higher, wider, image).filter(value -> value != x).forEach(tape::release);
        Value cut = Slice.slice(Slice.slice(all, 1, 0, rows * stride), 2, 0, columns * stride);
        if (stride == 1) {
            return cut;
        }
        Value grid = Reshape.reshape(cut, shape.extent(0), rows, stride, columns, stride, shape.extent(3));
        Value kept = Slice.slice(Slice.slice(grid, 2, 0, 1), 4, 0, 1);
        return Reshape.reshape(kept, shape.extent(0), rows, columns, shape.extent(3));
    }

    private static Value padded(Value x, int axis, int before, int extent) {
        int behind = extent - before - x.shape().extent(axis);
        return before == 0 && behind == 0 ? x : Pad.pad(x, axis, before, behind, 0);
    }

    /** Returns the results at all pixels of the padded images; those at the ends of rows and images mean nothing. */
    private Value everywhere(Value x, Value w, Value b) {
        Value list = tape.empty("groupedConv2d", new Shape(1, elements));
        int results = pixels * channels;
        Value y = list.channels(0, results).view(new Shape(pixels, channels));
        Maps.repeat(tape, 1, b, y, false);
        eachTap((shift, tap) -> Maps.binary(tape, BinaryFunction.MULTIPLY, shifted(x, shift), tap(w, tap), y, true));
        if (results < elements) {
            fill(list.channels(results, elements));
        }
        Value all = list.view(x.shape());
        return tape.record(all, List.of(x, w, b), List.of(x, w), () -> {
            Value dy = shifted(tape.gradient(all), 0);
            tape.contribute(b, (db, accumulate) -> Maps.reduce(tape, ReduceSpec.Function.SUM, dy, db, accumulate));
            tape.contribute(w, (dw, accumulate) -> gradientOfWeights(x, dy, dw, accumulate));
            tape.contribute(x, (dx, accumulate) -> {
                if (!accumulate) {
                    fill(dx);
                }
                eachTap((shift, tap) -> Maps.binary(tape, BinaryFunction.MULTIPLY, dy, tap(w, tap), shifted(dx, shift), true));
            });
        });
    }

    private void gradientOfWeights(Value x, Value dy, Value dw, boolean accumulate) {
        if (!accumulate) {
            fill(dw);
        }
        Value product = tape.empty("x dy", dy.shape());
        eachTap((shift, tap) -> {
            Maps.binary(tape, BinaryFunction.MULTIPLY, shifted(x, shift), dy, product, false);
            Maps.reduce(tape, ReduceSpec.Function.SUM, product, tap(dw, tap), true);
        });
        tape.release(product);
    }

    @FunctionalInterface
    private interface Tap {
        void apply(int shift, int tap);
    }

    private void eachTap(Tap launch) {
        for (int row = 0; row < filter.rows(); row++) {
            for (int column = 0; column < filter.columns(); column++) {
                launch.apply(shift(row, column), row * filter.columns() + column);
            }
        }
    }

    /** Returns the number of pixels from a result to the pixel under a tap. */
    private int shift(int row, int column) {
        return filter.dilation() * (row * columns + column);
    }

    /** Returns a view of the padded images as a list of pixels, from one pixel on. */
    private Value shifted(Value images, int shift) {
        return images.view(new Shape(1, elements)).channels(shift * channels, (shift + pixels) * channels)
                .view(new Shape(pixels, channels));
    }

    /** Returns a view of the weights of one tap, [1,C]. */
    private Value tap(Value w, int tap) {
        return w.view(new Shape(1, w.shape().size())).channels(tap * channels, (tap + 1) * channels);
    }

    private void fill(Value zeros) {
        tape.launch(new Fill(), new FillSpec(zeros.extent(), 0), zeros);
    }
}
