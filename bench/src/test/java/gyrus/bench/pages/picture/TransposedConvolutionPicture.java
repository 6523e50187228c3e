package gyrus.bench.pages.picture;

/** A convolution of width 2 and stride 2, and the transposed convolution: the same weights, the arrows turned round. */
final class TransposedConvolutionPicture {

    private static final int CELL = 40;
    private static final int SMALL = 3;
    private static final int TAPS = 2;

    private TransposedConvolutionPicture() {}

    static String svg() {
        Drawing drawing = new Drawing(620, 210, "A transposed convolution is a convolution run backwards");
        half(drawing, 20, false);
        half(drawing, 340, true);
        return drawing.svg();
    }

    private static void half(Drawing drawing, int left, boolean transposed) {
        int large = SMALL * TAPS;
        drawing.text("title", left, 20, transposed ? "transposed convolution" : "convolution, stride 2");
        for (int i = 0; i < large; i++) {
            drawing.rect(transposed ? "calm" : "box", left + i * CELL, 36, CELL, 28)
                    .text("mid small", left + (i + 0.5) * CELL, 54, "x" + i);
        }
        for (int i = 0; i < SMALL; i++) {
            double x = left + (TAPS * i + TAPS / 2.0) * CELL;
            drawing.rect(transposed ? "box" : "calm", x - CELL / 2.0, 136, CELL, 28).text("mid small", x, 154, "y" + i);
            for (int tap = 0; tap < TAPS; tap++) {
                double top = left + (TAPS * i + tap + 0.5) * CELL;
                double bottom = x + (tap - 0.5) * CELL / 2.0;
                if (transposed) {
                    drawing.arrow(bottom, 134, top, 66);
                } else {
                    drawing.arrow(top, 66, bottom, 134);
                }
                drawing.text("small soft" + (tap == 0 ? " end" : ""), (top + bottom) / 2 + (tap == 0 ? -5 : 5), 104, "w" + tap);
            }
        }
        drawing.text("small soft", left, 188, transposed ? "x[2i + t] = y[i] w[t], the input gradient"
                : "y[i] = sum over t of x[2i + t] w[t]");
    }
}
