package gyrus.kernels.cpu;

import gyrus.kernels.Extent;

/**
 * The tasks of an element-wise kernel: rectangles of at most {@link #ELEMENTS} elements, whose cut depends on the problem alone.
 * Dense operands are cut as one long row, so that short rows cost nothing.
 */
public final class Strips {

    /** The largest number of elements in a task: 32 KiB of float32, which stay in the first-level cache for a second pass. */
    public static final int ELEMENTS = 1 << 13;

    private final long rows;
    private final long columns;
    private final long height;
    private final long width;

    private Strips(long rows, long columns) {
        this.rows = rows;
        this.columns = columns;
        this.width = Math.min(columns, ELEMENTS);
        this.height = Math.clamp(ELEMENTS / width, 1, rows);
    }

    /** Returns the tasks for operands of equal rows and width, each with its own pitch. */
    public static Strips of(Extent... operands) {
        Extent first = operands[0];
        boolean dense = true;
        for (Extent operand : operands) {
            dense &= operand.rows() == 1 || operand.pitch() == operand.width();
        }
        return dense ? of(1, first.elements()) : of(first.rows(), first.width());
    }

    /** Returns the tasks for rows of columns. */
    public static Strips of(long rows, long columns) {
        return new Strips(rows, columns);
    }

    /** The work on one rectangle. */
    @FunctionalInterface
    public interface Body {
        /**
         * Computes {@code height} rows from {@code row} on, of {@code width} columns from {@code column} on. The number of the
         * worker selects its {@linkplain Workers#scratch scratch memory}.
         */
        void run(long row, int height, long column, int width, int worker);
    }

    /** Runs the body on every rectangle, distributed among the workers. */
    public void run(Workers workers, Body body) {
        int across = Math.toIntExact((columns + width - 1) / width);
        int down = Math.toIntExact((rows + height - 1) / height);
        workers.run(Math.multiplyExact(across, down), (task, worker) -> {
            long row = task / across * height;
            long column = task % across * width;
            body.run(row, (int) Math.min(height, rows - row), column, (int) Math.min(width, columns - column), worker);
        });
    }
}
