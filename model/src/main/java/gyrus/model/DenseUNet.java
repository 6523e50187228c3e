package gyrus.model;

import gyrus.engine.Engine;
import gyrus.engine.Parameters;
import gyrus.engine.RandomStream;
import gyrus.engine.Shape;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.engine.op.Conv2d.Activation;
import gyrus.engine.op.Copy;
import gyrus.model.layer.Conv2d;
import gyrus.model.layer.ConvTranspose2d;
import gyrus.model.layer.DenseBlock;
import gyrus.model.layer.Layer;
import gyrus.model.layer.MaxPool2d;
import java.util.ArrayList;
import java.util.List;

/**
 * The Dense-U-Net: five dense blocks downwards with max pooling between them, four upwards with transposed convolutions and
 * skips across, and a 1x1 convolution to one logit per pixel.
 *
 * <p>The skip at the lowest level is the whole block's result; the three above it are the second convolution's alone. That
 * asymmetry is the original's (Kolarik et al. 2019, and their code).
 *
 * <p>The object is the architecture; the numbers lie in {@link Parameters}, by the names {@code down1.conv1.weight} ...
 * {@code down5.conv2.bias}, {@code up4.transposed.weight} ... {@code up1.conv2.bias}, {@code head.weight}, {@code head.bias}.
 *
 * @param width channels of the first block's convolutions; each level below has twice as many
 * @param inputChannels channels of the image, 1 for grey
 */
public record DenseUNet(int width, int inputChannels) {

    /** Levels of resolution; the image's sides must be divisible by 2^(LEVELS-1). */
    public static final int LEVELS = 5;

    public DenseUNet {
        if (width < 1 || width > 512 || inputChannels < 1 || inputChannels > 512) {
            throw new IllegalArgumentException("Dense-U-Net: width " + width + " and " + inputChannels
                    + " input channels; both must be between 1 and 512");
        }
    }

    /** The blocks downwards, level 1 (full size) first. */
    public List<DenseBlock> down() {
        List<DenseBlock> blocks = new ArrayList<>();
        int channels = inputChannels;
        for (int level = 1; level <= LEVELS; level++) {
            DenseBlock block = new DenseBlock("down" + level, channels, width << (level - 1));
            blocks.add(block);
            channels = block.out();
        }
        return blocks;
    }

    /** One level upwards: enlarge, put the skip beside it, and go through a dense block. */
    public record Up(int level, ConvTranspose2d transposed, DenseBlock block, boolean skipsWholeBlock) {}

    /** The levels upwards, the lowest first. */
    public List<Up> up() {
        List<DenseBlock> down = down();
        List<Up> ups = new ArrayList<>();
        int channels = down.getLast().out();
        for (int level = LEVELS - 1; level >= 1; level--) {
            DenseBlock across = down.get(level - 1);
            boolean whole = level == LEVELS - 1;
            int growth = across.growth();
            ConvTranspose2d transposed = new ConvTranspose2d("up" + level + ".transposed", 2, channels, growth);
            DenseBlock block = new DenseBlock("up" + level, growth + (whole ? across.out() : growth), growth);
            ups.add(new Up(level, transposed, block, whole));
            channels = block.out();
        }
        return ups;
    }

    /** The convolution to one logit per pixel. */
    public Conv2d head() {
        return new Conv2d("head", 1, up().getLast().block().out(), 1, Activation.NONE);
    }

    private List<Layer> layers() {
        List<Layer> layers = new ArrayList<>(down());
        for (Up up : up()) {
            layers.add(up.transposed());
            layers.add(up.block());
        }
        layers.add(head());
        return layers;
    }

    private Parameters.Declaration declaration() {
        Parameters.Declaration declaration = new Parameters.Declaration();
        layers().forEach(layer -> layer.declare(declaration));
        return declaration;
    }

    /** Numbers to learn: 15,479,681 at width 32 with one input channel. */
    public long parameterCount() {
        return declaration().count();
    }

    /** Memory for the weights, all zero. */
    public Parameters allocate(Engine engine) {
        return declaration().allocate(engine);
    }

    /** Fresh weights: Glorot uniform, biases zero. The same seed gives the same weights. */
    public void initialize(Parameters parameters, long seed) {
        List<Layer> layers = layers();
        for (int i = 0; i < layers.size(); i++) {
            layers.get(i).initialize(parameters, RandomStream.of(seed, "weights", i));
        }
    }

    /** Refuses images that cannot be halved often enough. */
    public static void requireSize(int height, int width) {
        int multiple = 1 << (LEVELS - 1);
        if (height % multiple != 0 || width % multiple != 0 || height < multiple || width < multiple) {
            throw new IllegalArgumentException("Dense-U-Net: images of " + height + " x " + width
                    + " pixels; both sides must be multiples of " + multiple);
        }
    }

    /**
     * The logits of an image; sigmoid makes them probabilities.
     *
     * @param x [N,H,W,inputChannels], H and W multiples of 16
     * @return [N,H,W,1]
     */
    public Tensor logits(Parameters parameters, Tensor x) {
        Shape shape = x.shape();
        requireSize(shape.extent(1), shape.extent(2));
        Step step = Step.of("Dense-U-Net", List.of(x));
        List<DenseBlock> blocks = down();
        List<Tensor> skips = new ArrayList<>();
        MaxPool2d pool = new MaxPool2d(2);
        Tensor out = x;
        Tensor last = x; // the buffer that out is a window of
        for (int level = 1; level <= LEVELS; level++) {
            DenseBlock block = blocks.get(level - 1);
            int shrink = 1 << (level - 1);
            Tensor buffer = block.buffer(step, shape.extent(0), shape.extent(1) / shrink, shape.extent(2) / shrink);
            if (level == 1) {
                Copy.copy(out, block.input(buffer));
            } else {
                pool.apply(out, block.input(buffer));
            }
            out = block.apply(parameters, buffer);
            skips.add(level == LEVELS - 1 ? out : block.second(buffer));
            last = buffer;
        }
        for (Up up : up()) {
            DenseBlock block = up.block();
            int shrink = 1 << (up.level() - 1);
            Tensor buffer = block.buffer(step, shape.extent(0), shape.extent(1) / shrink, shape.extent(2) / shrink);
            Tensor input = block.input(buffer); // [enlarged, skip]
            up.transposed().apply(parameters, out, input.channels(0, block.growth()));
            step.release(last);
            Tensor skip = skips.get(up.level() - 1);
            Copy.copy(skip, input.channels(block.growth(), block.in()));
            step.release(skip);
            out = block.apply(parameters, buffer);
            last = buffer;
        }
        Tensor logits = head().apply(parameters, out);
        step.release(last);
        return logits;
    }
}
