package gyrus.engine.op.conv;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.engine.op.layout.Copy;
import gyrus.kernels.Image;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.ConvSpec.Epilogue;
import gyrus.kernels.conv.ConvSpec.Filter;
import gyrus.kernels.conv.epiloguegrad.ConvEpilogueGrad;
import gyrus.kernels.conv.epiloguegrad.ConvEpilogueGradSpec;
import gyrus.kernels.conv.forward.ConvForward;
import gyrus.kernels.conv.gradinput.ConvGradInput;
import gyrus.kernels.conv.gradweight.ConvGradWeight;
import gyrus.kernels.fill.Fill;
import gyrus.kernels.fill.FillSpec;
import java.util.List;
import java.util.stream.IntStream;

/** 2D convolution (cross-correlation) with bias and an optional ReLU. */
public final class Conv2d implements Differentiable {

    /** Stride, zero padding and dilation of a convolution, in pixels. */
    public record Sliding(int stride, int padRows, int padColumns, int dilation) {

        private static final int MOST = 1 << 20; // pixels

        public Sliding {
            int largest = IntStream.of(stride, padRows, padColumns, dilation).max().getAsInt();
            if (stride < 1 || padRows < 0 || padColumns < 0 || dilation < 1 || largest > MOST) {
                throw new IllegalArgumentException("conv2d: stride " + stride + ", padding " + padRows + " and " + padColumns
                        + ", dilation " + dilation + "; stride and dilation must be 1 to " + MOST + ", padding 0 to " + MOST);
            }
        }

        /** Returns stride 1 with the padding that keeps the image's size, for a window of odd size. */
        public static Sliding same(int size) {
            if (size < 1 || size % 2 == 0) {
                throw new IllegalArgumentException("conv2d: a window of " + size + " x " + size + " pixels cannot keep the image's"
                        + " size with equal padding on both sides; use an odd size");
            }
            return new Sliding(1, size / 2, size / 2, 1);
        }
    }

    /** The activation function that is applied after the bias. */
    public enum Activation {
        NONE, RELU
    }

    /**
     * {@code y[n,i,j,o] = f(b[o] + sum_{r,s,c} x[n, i stride + r dilation - pad, j stride + s dilation - pad, c] w[r,s,c,o])}.
     *
     * <p>With {@code dz = dy} where y > 0 (ReLU) or everywhere: {@code db[o] = sum_{n,i,j} dz},
     * {@code dw[r,s,c,o] = sum_{n,i,j} dz[n,i,j,o] x[n, i stride + r dilation - pad, j stride + s dilation - pad, c]}, and dx
     * is the transposed convolution of dz with w. Goodfellow, Bengio, Courville, Deep Learning (2016), chapter 9.
     *
     * @param x [N,H,W,I]
     * @param w [kh,kw,I,O]
     * @param b [O]
     * @return [N,H',W',O], H' = (H + 2 padRows - dilation (kh-1) - 1) / stride + 1
     */
    public static Value conv2d(Value x, Value w, Value b, Sliding sliding, Activation activation) {
        Tape tape = Ops.tape("conv2d", x, w, b);
        return conv2d(x, w, b, sliding, activation, tape.empty("conv2d", result(x, w, filter(x, w, sliding))));
    }

    /** Computes {@link #conv2d(Value, Value, Value, Sliding, Activation)} into {@code y}, which may be a channel window. */
    public static Value conv2d(Value x, Value w, Value b, Sliding sliding, Activation activation, Value y) {
        Tape tape = Ops.tape("conv2d", x, w, b, y);
        Filter filter = filter(x, w, sliding);
        Ops.require(y.shape().equals(result(x, w, filter)), "conv2d", () -> "the result is " + result(x, w, filter) + ", not " + y
                + "; input " + x + ", weight " + w + " (kh,kw,in,out)");
        Ops.require(activation != null, "conv2d", () -> "the activation is null; use NONE or RELU");
        Ops.require(b.shape().equals(new Shape(w.shape().extent(3))), "conv2d",
                () -> "bias " + b + " must be [" + w.shape().extent(3) + "], one for each output channel of " + w);
        return convolve(tape, x, Copy.dense(tape, w), b, filter, activation, y);
    }

    /** Computes {@link #conv2d(Value, Value, Value, Sliding, Activation)} without a bias and an activation. */
    public static Value withoutBias(Value x, Value w, Sliding sliding) {
        Tape tape = Ops.tape("conv2d", x, w);
        Filter filter = filter(x, w, sliding);
        Value y = tape.empty("conv2d", result(x, w, filter));
        Value zero = noBias(tape, w.shape().extent(3));
        convolve(tape, x, Copy.dense(tape, w), zero, filter, Activation.NONE, y);
        tape.release(zero);
        return y;
    }

    /** Returns zeros [channels], which have no gradient. */
    static Value noBias(Tape tape, int channels) {
        Value zero = tape.empty("no bias", new Shape(channels));
        tape.launch(new Fill(), new FillSpec(zero.extent(), 0), zero);
        return zero;
    }

    private static Value convolve(Tape tape, Value x, Value w, Value b, Filter filter, Activation activation, Value y) {
        boolean relu = activation == Activation.RELU;
        Image in = x.image("conv2d");
        Image out = y.image("conv2d");
        ConvSpec problem = new ConvSpec(in, out, filter, relu ? Epilogue.BIAS_RELU : Epilogue.BIAS, false);
        tape.launch(new ConvForward(), problem, x, w, y, b);
        return tape.record(y, List.of(x, w, b), relu ? List.of(x, w, y) : List.of(x, w), () -> {
            Value dy = relu ? tape.gradientToOverwrite(y) : tape.gradient(y);
            Tape.Contribution epilogue = (db, accumulate) -> {
                ConvEpilogueGradSpec pass = new ConvEpilogueGradSpec(
                        out.pixels(), out.c(), relu ? out.pitch() : out.c(), dy.image("conv2d").pitch(), relu, accumulate);
                if (relu) {
                    tape.launch(new ConvEpilogueGrad(), pass, dy, db, y);
                } else {
                    tape.launch(new ConvEpilogueGrad(), pass, dy, db);
                }
            };
            if (b.requiresGrad()) {
                tape.contribute(b, epilogue);
            } else if (relu) { // the kernel that sums db also multiplies dy by the ReLU's derivative
                Value unused = tape.empty("unused bias gradient", b.shape());
                epilogue.write(unused, false);
                tape.release(unused);
            }
            Image gradient = dy.image("conv2d");
            tape.contribute(w, (dw, accumulate) -> tape.launch(new ConvGradWeight(),
                    new ConvSpec(in, gradient, filter, Epilogue.NONE, accumulate), x, dy, dw));
            tape.contribute(x, (dx, accumulate) -> tape.launch(new ConvGradInput(),
                    new ConvSpec(dx.image("conv2d"), gradient, filter, Epilogue.NONE, accumulate), dy, w, dx));
        });
    }

    static Filter filter(Value x, Value w, Sliding sliding) {
        Ops.require(x.shape().rank() == 4 && w.shape().rank() == 4, "conv2d",
                () -> "expected input [N,H,W,I] and weight [kh,kw,I,O], got " + x + " and " + w);
        Ops.require(x.shape().extent(3) == w.shape().extent(2), "conv2d", () -> "input has " + x.shape().extent(3)
                + " channels, weight expects " + w.shape().extent(2) + "; input " + x + ", weight " + w + " (kh,kw,in,out)");
        Ops.require(sliding != null, "conv2d",
                () -> "sliding is null; use Sliding.same(size) or new Sliding(stride, padRows, padColumns, dilation)");
        long rows = (long) sliding.dilation() * (w.shape().extent(0) - 1) + 1;
        long columns = (long) sliding.dilation() * (w.shape().extent(1) - 1) + 1;
        Ops.require(rows <= x.shape().extent(1) + 2 * sliding.padRows()
                && columns <= x.shape().extent(2) + 2 * sliding.padColumns(),
                "conv2d", () -> "a window of " + rows + " x " + columns + " pixels does not fit " + x + ", padded by "
                        + sliding.padRows() + " rows and " + sliding.padColumns() + " columns on either side");
        return new Filter(w.shape().extent(0), w.shape().extent(1),
                sliding.stride(), sliding.padRows(), sliding.padColumns(), sliding.dilation());
    }

    static Shape result(Value x, Value w, Filter filter) {
        return new Shape(x.shape().extent(0), filter.outputRows(x.shape().extent(1)), filter.outputColumns(x.shape().extent(2)),
                w.shape().extent(3));
    }

    @Override
    public List<Example> examples() {
        return List.of(
                example("3x3 same", new Shape(2, 5, 4, 3), new Shape(3, 3, 3, 4), Sliding.same(3), Activation.NONE),
                example("3x3 same with ReLU", new Shape(1, 6, 5, 2), new Shape(3, 3, 2, 5), Sliding.same(3), Activation.RELU),
                Example.of("without a bias", Values.NORMAL, List.of(new Shape(1, 4, 3, 2), new Shape(3, 3, 2, 3)),
                        inputs -> withoutBias(inputs.get(0), inputs.get(1), Sliding.same(3))),
                example("1x1", new Shape(2, 3, 3, 5), new Shape(1, 1, 5, 1), Sliding.same(1), Activation.NONE),
                example("strided and dilated", new Shape(1, 9, 8, 2), new Shape(3, 2, 2, 3), new Sliding(2, 1, 1, 2),
                        Activation.NONE),
                new Example("a fixed bias before a ReLU", List.of(new Shape(1, 4, 4, 2), new Shape(3, 3, 2, 3), new Shape(3)),
                        List.of(Values.NORMAL, Values.NORMAL, Values.BINARY),
                        inputs -> conv2d(inputs.get(0), inputs.get(1), inputs.get(2), Sliding.same(3), Activation.RELU)),
                Example.of("a dense block's windows", Values.NORMAL,
                        List.of(new Shape(1, 4, 4, 2), new Shape(3, 3, 2, 3), new Shape(3), new Shape(3, 3, 5, 2), new Shape(2)),
                        inputs -> {
                            Value wide = Ops.tape("conv2d", inputs.get(0)).empty("block", new Shape(1, 4, 4, 7));
                            Copy.copy(inputs.get(0), wide.channels(3, 5));
                            conv2d(wide.channels(3, 5), inputs.get(1), inputs.get(2), Sliding.same(3), Activation.NONE,
                                    wide.channels(0, 3));
                            conv2d(wide.channels(0, 5), inputs.get(3), inputs.get(4), Sliding.same(3), Activation.NONE,
                                    wide.channels(5, 7));
                            return wide.channels(3, 7);
                        }));
    }

    private static Example example(String name, Shape x, Shape w, Sliding sliding, Activation activation) {
        return Example.of(name, Values.NORMAL, List.of(x, w, new Shape(w.extent(3))),
                inputs -> conv2d(inputs.get(0), inputs.get(1), inputs.get(2), sliding, activation));
    }
}
