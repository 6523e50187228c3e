package gyrus.kernels.copy;

import gyrus.kernels.Extent;

/** A box of {@code from}'s rows and columns goes to {@code to}, which has as many of both but a pitch of its own. */
public record BoxCopySpec(Extent from, Extent to, boolean accumulate) {

    public BoxCopySpec {
        if (from.rows() != to.rows() || from.width() != to.width()) {
            throw new IllegalArgumentException("box copy: " + from.rows() + " x " + from.width() + " elements do not fit into "
                    + to.rows() + " x " + to.width());
        }
    }
}
