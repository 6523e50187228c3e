package gyrus.app.report.architecture;

/** One stage of a Dense-U-Net, as read off the model. Sizes in pixels of a square side. */
public sealed interface Stage {

    /** Returns the name of the stage, such as {@code down1}. */
    String name();

    /** Returns the side of its images in pixels. */
    int size();

    /** Channels going into and coming out of a convolution. */
    record Channels(int in, int out) {

        @Override
        public String toString() {
            return in + "→" + out;
        }
    }

    /** A dense block: {@code a = first(input)}, {@code b = second([input, a])}, {@code output = [input, b]}. */
    record Block(int input, Channels first, Channels second, int output) {}

    /** A dense block on the way down; what it gives is pooled 2 x 2. */
    record Down(String name, int size, Block block) implements Stage {}

    /** The dense block at the lowest resolution. */
    record Bottom(String name, int size, Block block) implements Stage {}

    /**
     * A transposed convolution and a skip, concatenated, then a dense block.
     *
     * @param skipFrom name of the stage the skip comes from
     * @param skipPart what is taken there, such as "block output" or "conv 2"
     * @param skipChannels how many channels that is
     */
    record Up(String name, int size, Channels transposed, String skipFrom, String skipPart, int skipChannels, Block block)
            implements Stage {}

    /** The last 1 x 1 convolution and its activation. */
    record Head(String name, int size, Channels convolution, String activation) implements Stage {}
}
