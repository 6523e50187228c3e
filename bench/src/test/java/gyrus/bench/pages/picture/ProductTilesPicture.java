package gyrus.bench.pages.picture;

/** The tiles of a matrix product at three levels: one result, a block's tile in shared memory, a thread's tile in registers. */
final class ProductTilesPicture {

    private static final int SIDE = 128;
    private static final int STRIP = 56;

    private ProductTilesPicture() {}

    static String svg() {
        Drawing drawing = new Drawing(800, 300, "The tiles of a matrix product at the first three levels");
        panel(drawing, 20, "level 1: a result for each thread", 8, 0, "2 loads from memory", "for each product");
        panel(drawing, 290, "level 2: a tile in shared memory", 40, 0, "16 products for each number", "loaded from memory");
        panel(drawing, 560, "level 3: tiles in registers, too", 64, 16, "8 products for each number", "read from shared memory");
        return drawing.svg();
    }

    /** Draws A to the left of C, B above it, and the part of each that one tile of results needs. */
    private static void panel(Drawing drawing, int left, String title, int tile, int inner, String gain, String gainBehind) {
        int x = left + STRIP + 10;
        int y = 36 + STRIP + 10;
        drawing.text("title", left, 20, title)
                .rect("grid", left, y, STRIP, SIDE).rect("grid", x, 36, SIDE, STRIP).rect("grid", x, y, SIDE, SIDE)
                .rect("box", left, y + 24, STRIP, tile).rect("warm", x + 24, 36, tile, STRIP)
                .rect("calm", x + 24, y + 24, tile, tile)
                .text("small soft", left + 4, y + SIDE - 6, "A").text("small soft", x + SIDE - 14, 50, "B")
                .text("small soft", x + SIDE - 14, y + SIDE - 6, "C");
        if (inner > 0) {
            drawing.rect("box", left, y + 40, STRIP, inner).rect("warm", x + 40, 36, inner, STRIP)
                    .rect("warmline", x + 40, y + 40, inner, inner);
        }
        drawing.text("small", left, y + SIDE + 22, gain).text("small", left, y + SIDE + 38, gainBehind);
    }
}
