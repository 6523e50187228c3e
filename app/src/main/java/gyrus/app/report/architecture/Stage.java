package gyrus.app.report.architecture;

/** One stage of a Dense-U-Net, as read off the model. Its images are square. */
public sealed interface Stage {

    /** Returns the name of the stage, such as {@code down1}. */
    String name();

    /** Returns the side of its images in pixels. */
    int size();

    /** The number of input and output channels of a convolution. */
    record Channels(int in, int out) {

        @Override
        public String toString() {
            return in + "→" + out;
        }
    }

    /** A dense block: {@code a = first(input)}, {@code b = second([input, a])}, {@code output = [input, b]}. */
    record Block(int input, Channels first, Channels second, int output) {}

    /** A dense block of the encoder; a 2 x 2 pooling follows. */
    record Down(String name, int size, Block block) implements Stage {}

    /** The dense block at the lowest resolution. */
    record Bottom(String name, int size, Block block) implements Stage {}

    /**
     * A transposed convolution and a skip, concatenated, then a dense block.
     *
     * @param skipFrom the name of the stage that the skip comes from
     * @param skipPart the tensor of that stage that the skip carries, such as "block output" or "conv 2"
     * @param skipChannels the number of channels of that tensor
     */
    record Up(String name, int size, Channels transposed, String skipFrom, String skipPart, int skipChannels, Block block)
            implements Stage {}

    /** The last 1 x 1 convolution and its activation. */
    record Head(String name, int size, Channels convolution, String activation) implements Stage {}
}
