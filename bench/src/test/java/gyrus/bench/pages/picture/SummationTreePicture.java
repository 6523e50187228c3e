package gyrus.bench.pages.picture;

/** A sum of 16 numbers: four tasks sum fixed ranges, and a fixed tree adds their sums. */
final class SummationTreePicture {

    private static final int TASKS = 4;
    private static final int TASK_TERMS = 4;
    private static final int CELL = 38;
    private static final int GAP = 16;
    private static final int LEFT = 20;

    private SummationTreePicture() {}

    static String svg() {
        double width = TASKS * (TASK_TERMS * CELL + GAP);
        Drawing drawing = new Drawing((int) (LEFT + width + 10), 250, "A sum of 16 numbers by four tasks and a fixed tree");
        for (int task = 0; task < TASKS; task++) {
            double x = LEFT + task * (TASK_TERMS * CELL + GAP);
            for (int term = 0; term < TASK_TERMS; term++) {
                drawing.rect("box", x + term * CELL, 20, CELL, 26)
                        .text("mid small", x + (term + 0.5) * CELL, 37, "x" + (task * TASK_TERMS + term));
            }
            double middle = middle(task, task);
            drawing.text("mid small soft", middle, 64, "task " + task + ", by any thread").arrow(middle, 70, middle, 94);
            node(drawing, middle, 96, "s" + task);
        }
        node(drawing, middle(0, 1), 156, "s0 + s1");
        node(drawing, middle(2, 3), 156, "s2 + s3");
        node(drawing, middle(0, 3), 212, "(s0 + s1) + (s2 + s3)");
        for (int task = 0; task < TASKS; task++) {
            drawing.arrow(middle(task, task), 122, middle(task / 2 * 2, task / 2 * 2 + 1) + (task % 2 == 0 ? -14 : 14), 155);
        }
        drawing.arrow(middle(0, 1), 182, middle(0, 3) - 30, 211).arrow(middle(2, 3), 182, middle(0, 3) + 30, 211)
                .text("small soft", LEFT, 204, "The problem fixes ranges and tree.").text("small soft", LEFT, 220,
                        "Threads decide only who computes a node.");
        return drawing.svg();
    }

    private static double middle(int first, int last) {
        double from = LEFT + first * (TASK_TERMS * CELL + GAP);
        double to = LEFT + last * (TASK_TERMS * CELL + GAP) + TASK_TERMS * CELL;
        return (from + to) / 2;
    }

    private static void node(Drawing drawing, double x, double y, String words) {
        double width = Math.max(44, 7.2 * words.length() + 12);
        drawing.rect("calm", x - width / 2, y, width, 26).text("mid small", x, y + 17, words);
    }
}
