package gyrus.model.layer;

import gyrus.engine.Parameters;
import gyrus.engine.RandomStream;
import gyrus.engine.Shape;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.engine.op.Conv2d.Activation;

/**
 * Two 3x3 convolutions, each of which sees all that came before it: {@code a = conv1(i)}, {@code b = conv2([a, i])}, and the
 * block hands on {@code [i, b]}.
 *
 * <p>All three lie in one buffer, [a | i | b], or b where it is read again. Every tensor that is read is then a window of
 * neighbouring channels, and no concatenation is ever copied. That order is why conv2's weights count a's channels before i's;
 * the paper's code writes [i, a], which is the same network with its input channels renamed.
 *
 * @param in channels of i
 * @param growth channels of a, and of b
 */
public record DenseBlock(String name, int in, int growth) implements Layer {

    private static final int CACHE_LINE = 16; // floats

    /** Channels of the block's result [i, b]. */
    public int out() {
        return in + growth;
    }

    public Conv2d conv1() {
        return new Conv2d(name + ".conv1", 3, in, growth, Activation.RELU);
    }

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

    /** The buffer [N,H,W,...] of the block, [a | i | b]. */
    public Tensor buffer(Step step, int n, int h, int w) {
        return step.empty(name, new Shape(n, h, w, pitch(in + 2 * growth)));
    }

    /** A buffer of [a | i] alone, for a block whose b lies elsewhere. */
    public Tensor front(Step step, int n, int h, int w) {
        return step.empty(name, new Shape(n, h, w, pitch(in + growth)));
    }

    /**
     * Channels rounded up to an odd number of cache lines: a stride of a power of two would make neighbouring pixels collide in
     * the caches.
     */
    private static int pitch(int channels) {
        return CACHE_LINE * (Math.ceilDiv(channels, CACHE_LINE) | 1);
    }

    /** i, which the caller writes. */
    public Tensor input(Tensor buffer) {
        return buffer.channels(growth, growth + in);
    }

    /** b, the second convolution's result. */
    public Tensor second(Tensor buffer) {
        return buffer.channels(growth + in, 2 * growth + in);
    }

    /** [i, b], the block's result. */
    public Tensor output(Tensor buffer) {
        return buffer.channels(growth, 2 * growth + in);
    }

    /** Computes a into the buffer that holds i, and b into {@code second}: the buffer's own, or a window of another one. */
    public void apply(Parameters parameters, Tensor buffer, Tensor second) {
        conv1().apply(parameters, input(buffer), buffer.channels(0, growth));
        conv2().apply(parameters, buffer.channels(0, growth + in), second);
    }
}
