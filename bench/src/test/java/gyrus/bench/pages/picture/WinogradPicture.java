package gyrus.bench.pages.picture;

/** Winograd's F(4x4,3x3): overlapping tiles of 6 x 6 pixels, 36 products in place of 144, 4 x 4 results. */
final class WinogradPicture {

    private static final int CELL = 15;
    private static final int TILE = 6;
    private static final int RESULT = 4;

    private WinogradPicture() {}

    static String svg() {
        Drawing drawing = new Drawing(800, 250, "Winograd's algorithm on a tile of 6 x 6 pixels");
        drawing.text("title", 16, 22, "input, two tiles that overlap").cells("grid", 16, 40, CELL, 10, 10)
                .cells("box", 16, 40, CELL, TILE, TILE).rect("warmline", 16 + RESULT * CELL, 40, TILE * CELL, TILE * CELL)
                .text("small soft", 16, 208, "Tiles of 6 x 6 pixels lie 4 apart;")
                .text("small soft", 16, 224, "neighbours share two columns.");
        drawing.arrow(112, 85, 222, 85).text("mid small soft", 200, 76, "B' d B");
        grid(drawing, 226, 40, TILE, "box", "6 x 6 points");
        drawing.text("mid title", 336, 90, "x");
        grid(drawing, 356, 40, TILE, "warm", "weights' points");
        drawing.text("small soft", 356, 176, "G g G' of 3 x 3 weights,").text("small soft", 356, 192, "computed once");
        drawing.arrow(452, 85, 490, 85);
        grid(drawing, 494, 40, TILE, "calm", "36 products");
        drawing.text("small soft", 494, 176, "summed over the input").text("small soft", 494, 192, "channels, point by point");
        drawing.arrow(590, 85, 668, 85).text("mid small soft", 628, 76, "A' m A");
        grid(drawing, 672, 55, RESULT, "calm", "4 x 4 results");
        drawing.text("small soft", 672, 176, "36 multiplications").text("small soft", 672, 192, "where 4 x 4 x 9 = 144")
                .text("small soft", 672, 208, "are plain");
        return drawing.svg();
    }

    private static void grid(Drawing drawing, double x, double y, int side, String style, String words) {
        drawing.cells(style, x, y, CELL, side, side).text("small", x, 154, words);
    }
}
