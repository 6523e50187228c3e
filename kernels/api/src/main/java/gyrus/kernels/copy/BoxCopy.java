package gyrus.kernels.copy;

import gyrus.kernels.Extent;
import gyrus.kernels.Op;
import gyrus.kernels.Port;
import java.util.ArrayList;
import java.util.List;

/** {@code y = x} or {@code y += x}, from one pitch to another: into or out of a channel window. */
public record BoxCopy() implements Op<BoxCopySpec> {

    @Override
    public String name() {
        return "box copy";
    }

    @Override
    public List<Port> ports(BoxCopySpec problem) {
        return List.of(
                Port.read("x", problem.from()),
                Port.writeOrAdd("y", problem.to(), problem.accumulate()));
    }

    @Override
    public List<BoxCopySpec> cases() {
        List<BoxCopySpec> cases = new ArrayList<>();
        for (boolean accumulate : new boolean[] {false, true}) {
            cases.add(box(1, 1, 1, 1, accumulate));
            cases.add(box(1, 100_003, 100_003, 100_003, accumulate));
            cases.add(box(2048, 32, 112, 32, accumulate));
            cases.add(box(2048, 32, 32, 112, accumulate));
            cases.add(box(1024, 97, 97, 112, accumulate));
            cases.add(box(300, 1, 1, 33, accumulate));
            cases.add(box(13, 5, 7, 6, accumulate));
        }
        return cases;
    }

    private static BoxCopySpec box(long rows, int width, int from, int to, boolean accumulate) {
        return new BoxCopySpec(new Extent(rows, width, from), new Extent(rows, width, to), accumulate);
    }

    @Override
    public double flops(BoxCopySpec problem) {
        return problem.accumulate() ? problem.from().elements() : 0;
    }

    @Override
    public double terms(BoxCopySpec problem) {
        return problem.accumulate() ? 2 : 1;
    }
}
