package gyrus.kernels.permute;

import gyrus.kernels.Layout;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A change of the order of axes: axis d of y is axis {@code axes[d]} of x.
 *
 * @param x the layout of the input
 * @param y the layout of the result: the extents of x in the new order, with a pitch of its own
 * @param accumulate whether the elements are added to y
 */
public record PermuteSpec(Layout x, List<Integer> axes, Layout y, boolean accumulate) {

    public PermuteSpec {
        axes = List.copyOf(axes);
        List<Integer> all = IntStream.range(0, x.rank()).boxed().toList();
        if (!axes.stream().sorted().toList().equals(all) || !axes.stream().map(x.shape()::get).toList().equals(y.shape())) {
            throw new IllegalArgumentException("permute: axes " + axes + " of " + x + " do not give " + y
                    + "; every axis of x must occur once");
        }
    }

    @Override
    public String toString() {
        return x + " by " + axes + " to " + y + (accumulate ? " accumulate" : "");
    }
}
