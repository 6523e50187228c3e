package gyrus.bench.pages.picture;

/** The register tile of the direct convolution on the CPU: 8 pixels by 2 vectors of output channels. */
final class RegisterTilePicture {

    private static final int PIXELS = 8;
    private static final int ROW = 24;
    private static final int VECTOR = 128;

    private RegisterTilePicture() {}

    static String svg() {
        Drawing drawing = new Drawing(800, 330, "The register tile of the direct convolution");
        int left = 270;
        int top = 86;
        drawing.text("title", 20, 20, "one step: one tap, one input channel")
                .text("small soft", left, 40, "weights: two vectors of output channels, one load each");
        for (int vector = 0; vector < 2; vector++) {
            int x = left + vector * (VECTOR + 10);
            drawing.rect("warm", x, 48, VECTOR, ROW).text("mid small", x + VECTOR / 2.0, 64,
                    "w[" + (vector == 0 ? "0..15" : "16..31") + "]");
            for (int pixel = 0; pixel < PIXELS; pixel++) {
                drawing.rect("calm", x, top + pixel * ROW, VECTOR, ROW)
                        .text("mid small", x + VECTOR / 2.0, top + pixel * ROW + 16, "sum " + (vector * PIXELS + pixel));
            }
        }
        for (int pixel = 0; pixel < PIXELS; pixel++) {
            int y = top + pixel * ROW;
            drawing.rect("box", 130, y, ROW, ROW).text("mid small", 142, y + 16, "x" + pixel)
                    .arrow(160, y + ROW / 2.0, left - 6, y + ROW / 2.0);
        }
        drawing.text("small soft", 20, top + 90, "8 neighbouring").text("small soft", 20, top + 106, "pixels")
                .text("small soft", 124, top - 8, "each broadcast to all lanes")
                .text("small", 560, top + 52, "10 loads for 16 multiply-adds")
                .text("small", 560, top + 68, "of 16 lanes (512-bit vectors)")
                .text("small", 560, top + 100, "The 16 sums stay in registers")
                .text("small", 560, top + 116, "for all taps and channels,")
                .text("small", 560, top + 132, "and are stored once.");
        drawing.text("small soft", left, top + PIXELS * ROW + 20, "accumulators: 8 pixels x 2 vectors of 16 output channels");
        return drawing.svg();
    }
}
