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
import java.util.List;

/**
 * Transposed 2D convolution with bias, for a window size equal to the stride: enlarges an image by that factor.
 *
 * <p>It uses the kernels of the convolution that maps y to x. The forward pass is that convolution's input gradient; the input
 * gradient is its forward pass; the weight gradient is its weight gradient with x and dy exchanged.
 */
public final class ConvTranspose2d implements Differentiable {

    /**
     * {@code y[n, i k + r, j k + s, o] = b[o] + sum_c x[n,i,j,c] w[r,s,o,c]}.
     *
     * <p>{@code dx = conv(dy, w)} with stride k, {@code dw[r,s,o,c] = sum_{n,i,j} dy[n, i k + r, j k + s, o] x[n,i,j,c]},
     * {@code db[o] = sum_{n,i,j} dy}. Zeiler et al.,
     * Deconvolutional Networks (2010); Dumoulin and Visin, A guide to convolution arithmetic (2016), chapter 4.
     *
     * @param x [N,H,W,I]
     * @param w [k,k,O,I]: the weights of the convolution from y to x
     * @param b [O]
     * @return [N,kH,kW,O]
     */
    public static Value convTranspose2d(Value x, Value w, Value b) {
        Tape tape = Ops.tape("convTranspose2d", x, w, b);
        return convTranspose2d(x, w, b, tape.empty("convTranspose2d", result(x, w)));
    }

    /** Computes {@link #convTranspose2d(Value, Value, Value)} into {@code y}, which may be a channel window. */
    public static Value convTranspose2d(Value x, Value w, Value b, Value y) {
        Tape tape = Ops.tape("convTranspose2d", x, w, b, y);
        Ops.require(y.shape().equals(result(x, w)), "convTranspose2d",
                () -> "the result is " + result(x, w) + ", not " + y + "; input " + x + ", weight " + w + " (k,k,out,in)");
        Ops.require(b.shape().equals(new Shape(w.shape().extent(2))), "convTranspose2d",
                () -> "bias " + b + " must be [" + w.shape().extent(2) + "], one for each output channel of " + w);
        return convolve(tape, x, Copy.dense(tape, w), b, y);
    }

    /** Computes {@link #convTranspose2d(Value, Value, Value)} without a bias. */
    public static Value withoutBias(Value x, Value w) {
        Tape tape = Ops.tape("convTranspose2d", x, w);
        Value y = tape.empty("convTranspose2d", result(x, w));
        Value zero = Conv2d.noBias(tape, w.shape().extent(2));
        convolve(tape, x, Copy.dense(tape, w), zero, y);
        tape.release(zero);
        return y;
    }

    private static Shape result(Value x, Value w) {
        Ops.require(x.shape().rank() == 4 && w.shape().rank() == 4 && w.shape().extent(0) == w.shape().extent(1),
                "convTranspose2d", () -> "expected input [N,H,W,I] and weight [k,k,O,I], got " + x + " and " + w);
        Ops.require(x.shape().extent(3) == w.shape().extent(3), "convTranspose2d", () -> "input has " + x.shape().extent(3)
                + " channels, weight expects " + w.shape().extent(3) + "; input " + x + ", weight " + w + " (k,k,out,in)");
        int size = w.shape().extent(0);
        return new Shape(x.shape().extent(0), x.shape().extent(1) * size, x.shape().extent(2) * size, w.shape().extent(2));
    }

    private static Value convolve(Tape tape, Value x, Value w, Value b, Value y) {
        Filter filter = Filter.blocks(w.shape().extent(0));
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
                        inputs -> withoutBias(inputs.get(0), inputs.get(1))));
    }
}
