package gyrus.kernels.copy;

import gyrus.kernels.Extent;

/**
 * The problem of a copy of a box of rows and columns.
 *
 * @param from the extent of the source
 * @param to the extent of the target: equal rows and columns, with a pitch of its own
 * @param accumulate whether the elements are added to the target instead of replacing it
 */
public record BoxCopySpec(Extent from, Extent to, boolean accumulate) {

    public BoxCopySpec {
        if (from.rows() != to.rows() || from.width() != to.width()) {
            throw new IllegalArgumentException("box copy: " + from.rows() + " x " + from.width() + " elements do not fit into "
                    + to.rows() + " x " + to.width());
        }
    }
}
