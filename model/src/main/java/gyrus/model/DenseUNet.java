package gyrus.model;

import gyrus.engine.Parameters;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;
import gyrus.engine.op.conv.Conv2d.Activation;
import gyrus.engine.random.RandomStream;
import gyrus.model.module.Conv2d;
import gyrus.model.module.ConvTranspose2d;
import gyrus.model.module.DenseBlock;
import gyrus.model.module.Module;
import java.util.ArrayList;
import java.util.List;

/**
 * The Dense-U-Net (Kolarik et al. 2019, and their code): an encoder of five dense blocks with max pooling between them, a decoder
 * of four dense blocks with transposed convolutions and skip connections, and a 1x1 convolution to one logit per pixel.
 *
 * <p>As in the original code, the skip connection of level 4 carries the output of the whole block, and those of levels 1 to 3
 * carry the output of the block's second convolution alone.
 *
 * <p>The record describes the architecture. The weights are in {@link Parameters}, under the names {@code down1.conv1.weight} ...
 * {@code down5.conv2.bias}, {@code up4.transposed.weight} ... {@code up1.conv2.bias}, {@code head.weight}, {@code head.bias}.
 *
 * <p>Width 32 with one input channel has 15,479,681 weights.
 *
 * @param width output channels of the convolutions at level 1; each level below doubles them
 * @param inputChannels channels of the image; 1 for greyscale
 */
public record DenseUNet(int width, int inputChannels) implements Module {

    /** The number of resolution levels; both sides of an image are multiples of 2^(LEVELS-1). */
    public static final int LEVELS = 5;

    public DenseUNet {
        if (width < 1 || width > 512 || inputChannels < 1 || inputChannels > 512) {
            throw new IllegalArgumentException("Dense-U-Net: width " + width + " and " + inputChannels
                    + " input channels; both must be between 1 and 512");
        }
    }

    /** Returns the encoder's blocks, level 1 (full resolution) first. */
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

    /** One level of the decoder: upsample, concatenate the skip connection, apply a dense block. */
    public record Up(int level, ConvTranspose2d transposed, DenseBlock block, boolean skipsWholeBlock) {

        /** Returns the window of the block's buffer for the upsampled image. */
        Tensor enlarged(Tensor buffer) {
            return block.input(buffer).channels(0, block.growth());
        }

        /** Returns the window of the block's buffer for the skip connection. */
        Tensor skip(Tensor buffer) {
            return block.input(buffer).channels(block.growth(), block.in());
        }
    }

    /** Returns the decoder's levels, the lowest resolution first. */
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

    /** Returns the 1x1 convolution to one logit per pixel. */
    public Conv2d head() {
        return new Conv2d("head", 1, up().getLast().block().out(), 1, Activation.NONE);
    }

    private List<Module> modules() {
        List<Module> modules = new ArrayList<>(down());
        for (Up up : up()) {
            modules.add(up.transposed());
            modules.add(up.block());
        }
        modules.add(head());
        return modules;
    }

    @Override
    public void declare(Parameters.Declaration declaration) {
        modules().forEach(module -> module.declare(declaration));
    }

    /** Fills the weights by Glorot's uniform initialization; biases stay zero. Module i draws from stream ("weights", i). */
    @Override
    public void initialize(Parameters parameters, RandomStream random) {
        List<Module> modules = modules();
        for (int i = 0; i < modules.size(); i++) {
            modules.get(i).initialize(parameters, RandomStream.of(random.seed(), "weights", i));
        }
    }

    /** Throws if a side of the image is not a positive multiple of 2^(LEVELS-1). */
    public static void requireSize(int height, int width) {
        int multiple = 1 << (LEVELS - 1);
        if (height % multiple != 0 || width % multiple != 0 || height < multiple || width < multiple) {
            throw new IllegalArgumentException("Dense-U-Net: images of " + height + " x " + width
                    + " pixels; both sides must be multiples of " + multiple);
        }
    }

    /**
     * Computes the logits of an image; their sigmoid is the probability of each pixel.
     *
     * @param x [N,H,W,inputChannels], H and W multiples of 16
     * @return [N,H,W,1]
     */
    @Override
    public Tensor forward(Parameters parameters, Tensor x) {
        Shape shape = x.shape();
        if (shape.rank() != 4 || shape.extent(3) != inputChannels) {
            throw new IllegalArgumentException("Dense-U-Net: expected an image [N,H,W," + inputChannels + "], got " + x);
        }
        requireSize(shape.extent(1), shape.extent(2));
        Step step = Step.of("Dense-U-Net", List.of(x));
        Tensor result = through(1, List.of(x), parameters, step);
        Tensor logits = head().forward(parameters, result);
        step.release(result);
        return logits;
    }

    /**
     * Applies the encoder block of a level, all levels below it, and the decoder block of the level.
     *
     * @param above the output of the encoder block above as tensors of neighbouring channels; at level 1 the image
     * @return the output of the decoder block; at the lowest level, which has none, of the encoder block
     */
    private Tensor through(int level, List<Tensor> above, Parameters parameters, Step step) {
        DenseBlock block = down().get(level - 1);
        Shape shape = above.getFirst().shape();
        int shrink = level == 1 ? 1 : 2;
        int n = shape.extent(0);
        int h = shape.extent(1) / shrink;
        int w = shape.extent(2) / shrink;
        if (level == LEVELS) {
            return inOneBuffer(block, block.buffer(step, n, h, w), above, parameters, step);
        }
        Up up = up().get(LEVELS - 1 - level);
        Tensor wide = up.block().buffer(step, n, h, w);
        List<Tensor> result;
        if (up.skipsWholeBlock()) {
            Tensor output = inOneBuffer(block, block.buffer(step, n, h, w), above, parameters, step);
            output.copyTo(up.skip(wide));
            result = List.of(output);
        } else { // the second convolution writes directly into the window of the skip connection
            Tensor front = block.front(step, n, h, w);
            enter(above, block.input(front), step);
            block.apply(parameters, front, up.skip(wide));
            result = List.of(block.input(front), up.skip(wide));
        }
        Tensor below = through(level + 1, result, parameters, step);
        up.transposed().forward(parameters, below, up.enlarged(wide));
        step.release(below);
        up.block().apply(parameters, wide, up.block().second(wide));
        return up.block().output(wide);
    }

    private static Tensor inOneBuffer(DenseBlock block, Tensor buffer, List<Tensor> above, Parameters parameters, Step step) {
        enter(above, block.input(buffer), step);
        block.apply(parameters, buffer, block.second(buffer));
        return block.output(buffer);
    }

    /** Pools the output of the block above into a block's input; at level 1 it copies the image. */
    private static void enter(List<Tensor> above, Tensor input, Step step) {
        boolean isImage = above.getFirst().shape().extent(1) == input.shape().extent(1);
        int channel = 0;
        for (Tensor part : above) {
            Tensor place = input.channels(channel, channel + part.shape().extent(-1));
            channel += part.shape().extent(-1);
            if (isImage) {
                part.copyTo(place);
            } else {
                part.maxPool2d(2, 2, place);
            }
        }
        if (!isImage) {
            step.release(above.getFirst()); // no later op reads [a, i]
        }
    }
}
