package gyrus.model.module;

import gyrus.engine.Parameters;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;
import gyrus.engine.op.conv.Conv2d.Activation;
import gyrus.engine.random.RandomStream;
import java.util.List;

/**
 * A dense block of two 3x3 convolutions: {@code a = conv1(i)}, {@code b = conv2([a, i])}; its output is {@code [i, b]}.
 *
 * <p>One buffer holds [a | i | b], or [a | i] if b is written into another tensor. Each input of a convolution is a window of
 * neighbouring channels, so no concatenation is copied. The input channels of conv2's weights are therefore in the order [a, i];
 * the paper's code has [i, a], which is the same network with permuted input channels.
 *
 * @param in number of channels of i
 * @param growth number of channels of a and of b
 */
public record DenseBlock(String name, int in, int growth) implements Module {

    private static final int CACHE_LINE = 16; // floats

    /** Returns the number of channels of the block's output [i, b]. */
    public int out() {
        return in + growth;
    }

    /** Returns the first convolution: 3x3 with ReLU, from {@code in} to {@code growth} channels. */
    public Conv2d conv1() {
        return new Conv2d(name + ".conv1", 3, in, growth, Activation.RELU);
    }

    /** Returns the second convolution: 3x3 with ReLU, from {@code growth + in} to {@code growth} channels. */
    public Conv2d conv2() {
        return new Conv2d(name + ".conv2", 3, growth + in, growth, Activation.RELU);
    }

    @Override
    public void declare(Parameters.Declaration declaration) {
        conv1().declare(declaration);
        conv2().declare(declaration);
    }

    @Override
    public void initialize(Parameters parameters, RandomStream random) {
        conv1().initialize(parameters, RandomStream.of(random.seed(), "conv1", random.stream()));
        conv2().initialize(parameters, RandomStream.of(random.seed(), "conv2", random.stream()));
    }

    /** Creates the block's buffer [N,H,W,...] with the channels [a | i | b]. */
    public Tensor buffer(Step step, int n, int h, int w) {
        return step.empty(name, new Shape(n, h, w, pitch(in + 2 * growth)));
    }

    /** Creates a buffer with the channels [a | i], for a block that writes b into another tensor. */
    public Tensor front(Step step, int n, int h, int w) {
        return step.empty(name, new Shape(n, h, w, pitch(in + growth)));
    }

    /**
     * Returns the number of channels rounded up to an odd number of cache lines: with a stride of a power of two,
     * neighbouring pixels would map to the same cache sets.
     */
    private static int pitch(int channels) {
        return CACHE_LINE * (Math.ceilDiv(channels, CACHE_LINE) | 1);
    }

    /** Returns the window of the input i, which the caller writes. */
    public Tensor input(Tensor buffer) {
        return buffer.channels(growth, growth + in);
    }

    /** Returns the window of b, the output of the second convolution. */
    public Tensor second(Tensor buffer) {
        return buffer.channels(growth + in, 2 * growth + in);
    }

    /** Returns the window of [i, b], the block's output. */
    public Tensor output(Tensor buffer) {
        return buffer.channels(growth, 2 * growth + in);
    }

    /** Computes a into the buffer that holds i, and b into {@code second}, a window of this or another buffer. */
    public void apply(Parameters parameters, Tensor buffer, Tensor second) {
        conv1().forward(parameters, input(buffer), buffer.channels(0, growth));
        conv2().forward(parameters, buffer.channels(0, growth + in), second);
    }

    /** Computes [i, b] [N,H,W,in+growth] from i [N,H,W,in]. */
    @Override
    public Tensor forward(Parameters parameters, Tensor x) {
        Shape shape = x.shape();
        Tensor buffer = buffer(Step.of(name, List.of(x)), shape.extent(0), shape.extent(1), shape.extent(2));
        x.copyTo(input(buffer));
        apply(parameters, buffer, second(buffer));
        return output(buffer);
    }
}
