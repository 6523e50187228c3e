package gyrus.bench.pages.picture;

/** The buffer of a dense block: conv1 and conv2 read and write neighbouring channels, so nothing is copied. */
final class DenseBlockPicture {

    private static final int LEFT = 150;
    private static final int A = 130;
    private static final int I = 210;
    private static final int B = 130;

    private DenseBlockPicture() {}

    static String svg() {
        Drawing drawing = new Drawing(LEFT + A + I + B + 30, 238, "The channel windows of a dense block");
        drawing.text("end small", LEFT - 12, 42, "channels of one pixel");
        channels(drawing, 24, LEFT, A, "warm", "a = conv1(i)");
        channels(drawing, 24, LEFT + A, I, "box", "i, the block's input");
        channels(drawing, 24, LEFT + A + I, B, "calm", "b = conv2([a, i])");
        row(drawing, 0, "conv1 reads", LEFT + A, I);
        row(drawing, 1, "conv1 writes", LEFT, A);
        row(drawing, 2, "conv2 reads", LEFT, A + I);
        row(drawing, 3, "conv2 writes", LEFT + A + I, B);
        row(drawing, 4, "the block's result", LEFT + A, I + B);
        return drawing.svg();
    }

    private static void channels(Drawing drawing, double y, double x, double width, String style, String words) {
        drawing.rect(style, x, y, width, 28).text("mid small", x + width / 2, y + 18, words);
    }

    private static void row(Drawing drawing, int row, String words, double x, double width) {
        double y = 78 + 32 * row;
        drawing.text("end small", LEFT - 12, y + 4, words).line("blueline", x + 2, y, x + width - 2, y)
                .line("blueline", x + 2, y - 6, x + 2, y + 6).line("blueline", x + width - 2, y - 6, x + width - 2, y + 6);
    }
}
