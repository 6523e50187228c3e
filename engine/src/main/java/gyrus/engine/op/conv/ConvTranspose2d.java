package gyrus.engine.op.conv;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.engine.op.conv.Conv2d.Sliding;
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
import java.util.List;

/**
 * Transposed 2D convolution with bias: enlarges an image by about its stride.
 *
 * <p>It uses the kernels of the convolution that maps y to x. The forward pass is that convolution's input gradient; the input
 * gradient is its forward pass; the weight gradient is its weight gradient with x and dy exchanged.
 */
public final class ConvTranspose2d implements Differentiable {

    /**
     * {@code y[n,i,j,o] = b[o] + sum x[n,p,q,c] w[r,s,o,c]} over all p, q, r, s and c with
     * {@code i = p stride + r dilation - padRows} and {@code j = q stride + s dilation - padColumns}.
     *
     * <p>{@code dx = conv(dy, w)} with this stride, padding and dilation; {@code dw[r,s,o,c] = sum dy[n,i,j,o] x[n,p,q,c]} over all
     * n, p and q; {@code db[o] = sum_{n,i,j} dy}. Zeiler et al., Deconvolutional Networks (2010); Dumoulin and Visin, A guide to
     * convolution arithmetic (2016), chapter 4. Without {@code sliding}, the window is k x k and the stride is k: y is [N,kH,kW,O].
     *
     * @param x [N,H,W,I]
     * @param w [kh,kw,O,I]: the weights of the convolution from y to x
     * @param b [O]
     * @param outputPadding the rows and columns of y behind the last window, less than the stride
     * @return [N,H',W',O], H' = (H-1) stride - 2 padRows + dilation (kh-1) + 1 + outputPadding
     */
    public static Value convTranspose2d(Value x, Value w, Value b, Sliding sliding, int outputPadding) {
        Tape tape = Ops.tape("convTranspose2d", x, w, b);
        return convolve(tape, x, w, b, sliding, tape.empty("convTranspose2d", result(x, w, sliding, outputPadding)));
    }

    /** Computes {@link #convTranspose2d(Value, Value, Value, Sliding, int)} into {@code y}, which may be a channel window. */
    public static Value convTranspose2d(Value x, Value w, Value b, Sliding sliding, int outputPadding, Value y) {
        Tape tape = Ops.tape("convTranspose2d", x, w, b, y);
        Shape result = result(x, w, sliding, outputPadding);
        Ops.require(y.shape().equals(result), "convTranspose2d",
                () -> "the result is " + result + ", not " + y + "; input " + x + ", weight " + w + " (kh,kw,out,in)");
        return convolve(tape, x, w, b, sliding, y);
    }

    /** Computes {@link #convTranspose2d(Value, Value, Value, Sliding, int)} without a bias. */
    public static Value withoutBias(Value x, Value w, Sliding sliding, int outputPadding) {
        Tape tape = Ops.tape("convTranspose2d", x, w);
        Value y = tape.empty("convTranspose2d", result(x, w, sliding, outputPadding));
        Value zero = Conv2d.noBias(tape, w.shape().extent(2));
        convolve(tape, x, w, zero, sliding, y);
        tape.release(zero);
        return y;
    }

    /** Enlarges x to [N,kH,kW,O] by windows w [k,k,O,I] that touch but do not overlap. */
    public static Value convTranspose2d(Value x, Value w, Value b) {
        Ops.tape("convTranspose2d", x, w, b);
        return convTranspose2d(x, w, b, blocks(x, w), 0);
    }

    /** Computes {@link #convTranspose2d(Value, Value, Value)} without a bias. */
    public static Value withoutBias(Value x, Value w) {
        Ops.tape("convTranspose2d", x, w);
        return withoutBias(x, w, blocks(x, w), 0);
    }

    /** Returns the distances of windows that touch but do not overlap. */
    private static Sliding blocks(Value x, Value w) {
        Ops.require(x.shape().rank() == 4 && w.shape().rank() == 4 && w.shape().extent(0) == w.shape().extent(1),
                "convTranspose2d", () -> "expected input [N,H,W,I] and weight [k,k,O,I], got " + x + " and " + w);
        return new Sliding(w.shape().extent(0), 0, 0, 1);
    }

    private static Shape result(Value x, Value w, Sliding sliding, int outputPadding) {
        Ops.require(x.shape().rank() == 4 && w.shape().rank() == 4,
                "convTranspose2d", () -> "expected input [N,H,W,I] and weight [kh,kw,O,I], got " + x + " and " + w);
        Ops.require(x.shape().extent(3) == w.shape().extent(3), "convTranspose2d", () -> "input has " + x.shape().extent(3)
                + " channels, weight expects " + w.shape().extent(3) + "; input " + x + ", weight " + w + " (kh,kw,out,in)");
        Ops.require(sliding != null, "convTranspose2d",
                () -> "sliding is null; use new Sliding(stride, padRows, padColumns, dilation)");
        Ops.require(outputPadding >= 0 && outputPadding < sliding.stride(), "convTranspose2d", () -> "the output padding is "
                + outputPadding + "; it must be at least 0 and less than the stride, " + sliding.stride());
        return new Shape(x.shape().extent(0), extent(x, w, 1, sliding.padRows(), sliding, outputPadding),
                extent(x, w, 2, sliding.padColumns(), sliding, outputPadding), w.shape().extent(2));
    }

    private static int extent(Value x, Value w, int axis, int pad, Sliding sliding, int outputPadding) {
        long windows = (x.shape().extent(axis) - 1L) * sliding.stride()
                + (long) sliding.dilation() * (w.shape().extent(axis - 1) - 1) + 1;
        long extent = windows - 2L * pad + outputPadding;
        Ops.require(extent >= 1 && extent <= Integer.MAX_VALUE, "convTranspose2d", () -> "the windows of " + w + " reach over "
                + windows + " pixels of axis " + axis + "; a padding of " + pad + " leaves " + extent + " of them; input " + x);
        return (int) extent;
    }

    private static Value convolve(Tape tape, Value x, Value weights, Value b, Sliding sliding, Value y) {
        Ops.require(b.shape().equals(new Shape(weights.shape().extent(2))), "convTranspose2d",
                () -> "bias " + b + " must be [" + weights.shape().extent(2) + "], one for each output channel of " + weights);
        Value w = Copy.dense(tape, weights);
        Filter filter = new Filter(w.shape().extent(0), w.shape().extent(1),
                sliding.stride(), sliding.padRows(), sliding.padColumns(), sliding.dilation());
        Image small = x.image("convTranspose2d");
        Image large = y.image("convTranspose2d");
        tape.launch(new ConvGradInput(), new ConvSpec(large, small, filter, Epilogue.BIAS, false), x, w, y, b);
        return tape.record(y, List.of(x, w, b), List.of(x, w), () -> {
            Value dy = tape.gradient(y);
            Image gradient = dy.image("convTranspose2d");
            tape.contribute(b, (db, accumulate) -> tape.launch(new ConvEpilogueGrad(), new ConvEpilogueGradSpec(
                    gradient.pixels(), gradient.c(), gradient.c(), gradient.pitch(), false, accumulate), dy, db));
            tape.contribute(w, (dw, accumulate) -> tape.launch(new ConvGradWeight(),
                    new ConvSpec(gradient, small, filter, Epilogue.NONE, accumulate), dy, x, dw));
            tape.contribute(x, (dx, accumulate) -> tape.launch(new ConvForward(),
                    new ConvSpec(gradient, dx.image("convTranspose2d"), filter, Epilogue.NONE, accumulate), dy, w, dx));
        });
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of("2x2", Values.NORMAL, List.of(new Shape(2, 3, 2, 4), new Shape(2, 2, 3, 4), new Shape(3)),
                        inputs -> convTranspose2d(inputs.get(0), inputs.get(1), inputs.get(2))),
                Example.of("3x3", Values.NORMAL, List.of(new Shape(1, 2, 2, 2), new Shape(3, 3, 1, 2), new Shape(1)),
                        inputs -> convTranspose2d(inputs.get(0), inputs.get(1), inputs.get(2))),
                Example.of("without a bias", Values.NORMAL, List.of(new Shape(1, 2, 3, 2), new Shape(2, 2, 3, 2)),
                        inputs -> withoutBias(inputs.get(0), inputs.get(1))),
                Example.of("overlapping, with output padding", Values.NORMAL,
                        List.of(new Shape(2, 3, 4, 2), new Shape(3, 3, 3, 2), new Shape(3)),
                        inputs -> convTranspose2d(inputs.get(0), inputs.get(1), inputs.get(2), new Sliding(2, 1, 1, 1), 1)),
                Example.of("oblong, dilated, without a bias", Values.NORMAL, List.of(new Shape(1, 4, 3, 2), new Shape(2, 3, 2, 2)),
                        inputs -> withoutBias(inputs.get(0), inputs.get(1), new Sliding(1, 0, 2, 2), 0)));
    }
}
