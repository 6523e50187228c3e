package gyrus.bench.pages.picture;

/** The ring of three stages of shared memory, over time: tiles are loaded while earlier ones are multiplied. */
final class PipelinePicture {

    private static final int STAGES = 3;
    private static final int TILES = 6;
    private static final int STEP = 84;
    private static final int ROW = 44;

    private PipelinePicture() {}

    static String svg() {
        Drawing drawing = new Drawing(800, 240, "The pipeline of level 3: three stages of shared memory over time");
        int left = 110;
        int top = 44;
        drawing.text("title", 20, 22, "a ring of three stages");
        for (int stage = 0; stage < STAGES; stage++) {
            drawing.text("small", 20, top + stage * ROW + 24, "stage " + stage)
                    .line("grid", left, top + (stage + 1) * ROW - 3, left + 8 * STEP, top + (stage + 1) * ROW - 3);
        }
        for (int barrier = 2; barrier <= TILES + 1; barrier++) {
            drawing.line("free", left + barrier * STEP - 2, top - 8, left + barrier * STEP - 2, top + STAGES * ROW + 4);
        }
        for (int tile = 0; tile < TILES; tile++) {
            int y = top + tile % STAGES * ROW;
            int begin = left + tile * STEP;
            drawing.rect("box", begin, y, 2 * STEP - 4, ROW - 12)
                    .text("mid small", begin + STEP - 2, y + 20, "load tile " + tile)
                    .rect("calm", begin + 2 * STEP, y, STEP - 4, ROW - 12)
                    .text("mid small", begin + 2.5 * STEP - 2, y + 20, "multiply " + tile);
        }
        int below = top + STAGES * ROW + 24;
        drawing.arrow(left, below, left + 8 * STEP, below).text("small soft", left + 8 * STEP - 28, below + 18, "time")
                .text("small soft", left, below + 18,
                        "dashed: a barrier for each tile; after it, the stage that was multiplied last is loaded again");
        return drawing.svg();
    }
}
