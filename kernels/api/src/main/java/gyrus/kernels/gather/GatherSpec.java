package gyrus.kernels.gather;

import gyrus.kernels.Extent;
import java.util.ArrayList;
import java.util.List;

/**
 * The problem of a gather: rows of a table are selected by indices.
 *
 * @param entries the number of rows of the table
 * @param width the number of elements of a row
 * @param indices the number of indices
 * @param pitch the number of elements from one row of the result, or of its gradient, to the next
 * @param accumulate whether the result, or the gradient of the table, is added to the output instead of replacing it
 */
public record GatherSpec(int entries, int width, int indices, int pitch, boolean accumulate) {

    public GatherSpec {
        if (entries < 1 || width < 1 || indices < 1 || pitch < width) {
            throw new IllegalArgumentException("gather: needs positive extents and a pitch of at least the width, got " + entries
                    + " entries of " + width + ", " + indices + " indices, pitch " + pitch);
        }
    }

    /** Returns the extent of the table. */
    public Extent table() {
        return Extent.dense(entries, width);
    }

    /** Returns the extent of the gathered rows: one row for each index. */
    public Extent rows() {
        return new Extent(indices, width, pitch);
    }

    /** Returns the cases of both ops; tests draw indices below 7. */
    public static List<GatherSpec> cases() {
        List<GatherSpec> cases = new ArrayList<>();
        for (boolean accumulate : new boolean[] {false, true}) {
            cases.add(new GatherSpec(7, 1, 1, 1, accumulate));
            cases.add(new GatherSpec(65, 32, 300, 32, accumulate));
            cases.add(new GatherSpec(9, 37, 50, 40, accumulate));
            cases.add(new GatherSpec(300, 5, 17, 5, accumulate));
            cases.add(new GatherSpec(7, 300, 3, 304, accumulate));
        }
        return cases;
    }

    @Override
    public String toString() {
        return indices + " of " + entries + " rows of " + width + (pitch == width ? "" : " every " + pitch)
                + (accumulate ? " accumulate" : "");
    }
}
