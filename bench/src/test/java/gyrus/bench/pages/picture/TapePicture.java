package gyrus.bench.pages.picture;

import java.util.List;

/** A training step on a time axis: which buffers hold memory while the ops run forward and backward. */
final class TapePicture {

    /** An op: its name, what it reads, and what its derivative reads. */
    private record Op(String name, String input, String output, List<String> saved) {}

    private static final List<Op> OPS = List.of(
            new Op("conv 1", "image", "a", List.of("image", "a")),
            new Op("pool", "a", "b", List.of("a")),
            new Op("conv 2", "b", "c", List.of("b", "c")),
            new Op("loss", "c", "loss", List.of("c")));

    private static final int LEFT = 130;
    private static final int COLUMN = 72;
    private static final int TOP = 66;
    private static final int ROW = 26;

    private TapePicture() {}

    static String svg() {
        int steps = 2 * OPS.size();
        Drawing drawing = new Drawing(LEFT + steps * COLUMN + 20, TOP + 10 * ROW + 40,
                "A training step: buffers are allocated forward and released backward, each after its last use");
        drawing.text("title mid", LEFT + OPS.size() * COLUMN / 2.0 - 10, 18, "forward: each op computes and is recorded")
                .text("title mid", LEFT + 1.5 * OPS.size() * COLUMN + 10, 18, "backward: the tape from its end");
        for (int time = 0; time < steps; time++) {
            boolean forward = time < OPS.size();
            String name = OPS.get(forward ? time : steps - 1 - time).name();
            drawing.rect(forward ? "box" : "warm", LEFT + time * COLUMN + 3, 28, COLUMN - 6, 24)
                    .text("mid small", LEFT + (time + 0.5) * COLUMN, 44, forward ? name : name + "'");
        }
        int row = 0;
        row = buffer(drawing, "image", row, 0, lastUse("image"));
        for (int i = 0; i < OPS.size(); i++) {
            row = buffer(drawing, OPS.get(i).output(), row, i, lastUse(OPS.get(i).output()));
        }
        for (int i = OPS.size() - 1; i > 0; i--) { // a gradient is written by an op's derivative and read by the one before
            row = gradient(drawing, OPS.get(i).input(), row, steps - 1 - i, steps - i);
        }
        drawing.line("grid", LEFT + OPS.size() * COLUMN, 24, LEFT + OPS.size() * COLUMN, TOP + row * ROW)
                .text("small soft", LEFT, TOP + row * ROW + 22,
                        "A bar is memory that a buffer holds. It ends after the last op that reads the buffer.");
        return drawing.svg();
    }

    /** Returns the time of the last op, forward or backward, that reads a buffer. */
    private static int lastUse(String buffer) {
        int last = OPS.size(); // the loss is read where the backward pass begins
        for (int i = 0; i < OPS.size(); i++) {
            last = OPS.get(i).saved().contains(buffer) ? Math.max(last, 2 * OPS.size() - 1 - i) : last;
        }
        return last;
    }

    private static int buffer(Drawing drawing, String name, int row, int from, int to) {
        return bar(drawing, "box", name, row, from, to);
    }

    private static int gradient(Drawing drawing, String name, int row, int from, int to) {
        return bar(drawing, "warm", "gradient of " + name, row, from, to);
    }

    private static int bar(Drawing drawing, String style, String name, int row, int from, int to) {
        double y = TOP + row * ROW;
        drawing.text("end small", LEFT - 8, y + 15, name)
                .rect(style, LEFT + from * COLUMN + 3, y + 3, (to - from + 1) * COLUMN - 6, ROW - 8);
        return row + 1;
    }
}
