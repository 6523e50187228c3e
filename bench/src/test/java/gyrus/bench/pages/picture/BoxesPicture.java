package gyrus.bench.pages.picture;

/** The pixels that levels 5 to 7 load from memory for 128 results and the nine taps of a 3x3 filter. */
final class BoxesPicture {

    private static final int PIXEL = 4;
    private static final int TOP = 40;
    private static final int BEHIND = 6;
    private static final int CAPTION = 148;

    private BoxesPicture() {}

    static String svg() {
        Drawing drawing = new Drawing(800, 200, "The pixels that levels 5 to 7 load for the nine taps of a 3x3 filter");
        panel(drawing, 20, "level 5: a box for each tap", 9, 16, 8, 0, 0);
        panel(drawing, 250, "level 6: a box for each row of taps", 3, 66, 2, 1, 0);
        panel(drawing, 560, "level 7: one halo tile", 1, 10, 18, 1, 1);
        drawing.text("small", 20, CAPTION, "9 boxes of 16 x 8 pixels").text("small", 20, CAPTION + 16, "1152 lines of channels")
                .text("small", 250, CAPTION, "3 boxes of 66 x 2 pixels").text("small", 250, CAPTION + 16, "396 lines of channels")
                .text("small", 560, CAPTION, "1 box of 10 x 18 pixels").text("small", 560, CAPTION + 16, "180 lines of channels")
                .text("small soft", 20, CAPTION + 40, "orange: the pixels of the 128 results");
        return drawing.svg();
    }

    /** Draws the boxes behind one another, and on the first one the pixels of the results. */
    private static void panel(Drawing drawing, int left, String title, int loads, int columns, int rows, int haloColumns,
            int haloRows) {
        drawing.text("title", left, 20, title);
        for (int load = loads - 1; load >= 0; load--) {
            drawing.rect("box", left + load * BEHIND, TOP + load * BEHIND, columns * PIXEL, rows * PIXEL);
        }
        drawing.rect("warmline", left + haloColumns * PIXEL, TOP + haloRows * PIXEL, (columns - 2 * haloColumns) * PIXEL,
                (rows - 2 * haloRows) * PIXEL);
    }
}
