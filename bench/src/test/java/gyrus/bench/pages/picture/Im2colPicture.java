package gyrus.bench.pages.picture;

/** Windows of an image gathered as the rows of a matrix, so that a convolution becomes a matrix product. */
final class Im2colPicture {

    private static final int CELL = 26;
    private static final int SIDE = 6;
    private static final int TAPS = 4;

    private Im2colPicture() {}

    static String svg() {
        Drawing drawing = new Drawing(800, 280, "A convolution of 2 x 2 windows with stride 2 as a matrix product");
        int top = 46;
        int rows = 250;
        drawing.text("title", 20, 24, "image").cells("grid", 20, top, CELL, SIDE, SIDE);
        window(drawing, "box", 0, 4);
        window(drawing, "warm", 2, 4);
        drawing.text("title", rows, 24, "im2col rows").text("title", rows + 190, 24, "weights")
                .text("title", rows + 330, 24, "output");
        for (int window = 0; window < SIDE * SIDE / TAPS; window++) {
            String style = window == 2 ? "box" : window == 5 ? "warm" : "grid";
            drawing.cells(style, rows, top + window * 22, 22, 1, TAPS)
                    .cells(style, rows + 330, top + window * 22, 22, 1, 3);
        }
        drawing.cells("calm", rows + 190, top, 22, TAPS, 3)
                .text("", rows + 135, top + 50, "x").text("", rows + 290, top + 50, "=")
                .arrow(24 + 6 * CELL, top + CELL, rows - 6, top + 55)
                .arrow(24 + 6 * CELL, top + 3 * CELL, rows - 6, top + 121)
                .text("small soft", rows, top + 9 * 22 + 18, "a row: the pixels under one window, of all input channels")
                .text("small soft", rows + 190, top + TAPS * 22 + 18, "taps x channels")
                .text("small soft", rows + 190, top + TAPS * 22 + 34, "by output channels")
                .text("small soft", rows + 420, top + 50, "a row: the output")
                .text("small soft", rows + 420, top + 66, "channels of one pixel");
        return drawing.svg();
    }

    private static void window(Drawing drawing, String style, int row, int column) {
        drawing.cells(style, 20 + column * CELL, 46 + row * CELL, CELL, 2, 2);
    }
}
