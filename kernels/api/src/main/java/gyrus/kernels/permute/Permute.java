package gyrus.kernels.permute;

import gyrus.kernels.Layout;
import gyrus.kernels.Op;
import gyrus.kernels.Port;
import java.util.ArrayList;
import java.util.List;

/** {@code y = x} or {@code y += x} with the axes in another order: axis d of y is axis {@code axes[d]} of x. */
public record Permute() implements Op<PermuteSpec> {

    @Override
    public String name() {
        return "permute";
    }

    @Override
    public List<Port> ports(PermuteSpec problem) {
        return List.of(
                Port.read("x", problem.x().extent()),
                Port.writeOrAdd("y", problem.y().extent(), problem.accumulate()));
    }

    @Override
    public List<PermuteSpec> cases() {
        List<PermuteSpec> cases = new ArrayList<>();
        for (boolean accumulate : new boolean[] {false, true}) {
            cases.add(permute(List.of(1), 1, List.of(0), 1, accumulate));
            cases.add(permute(List.of(131, 70), 70, List.of(1, 0), 131, accumulate));
            cases.add(permute(List.of(33, 5), 9, List.of(1, 0), 40, accumulate));
            cases.add(permute(List.of(2, 37, 4, 16), 16, List.of(0, 2, 1, 3), 16, accumulate));
            cases.add(permute(List.of(2, 4, 37, 16), 16, List.of(0, 1, 3, 2), 37, accumulate));
            cases.add(permute(List.of(2, 9, 11, 3), 5, List.of(0, 3, 1, 2), 13, accumulate));
            cases.add(permute(List.of(2, 3, 1, 2, 3, 5), 5, List.of(5, 3, 0, 2, 4, 1), 3, accumulate));
            cases.add(permute(List.of(7, 300), 300, List.of(0, 1), 301, accumulate));
            cases.add(permute(List.of(20, 1), 12, List.of(0, 1), 3, accumulate)); // rows of one element
            cases.add(permute(List.of(3, 18, 1), 2, List.of(1, 0, 2), 5, accumulate));
        }
        return cases;
    }

    private static PermuteSpec permute(List<Integer> shape, int pitch, List<Integer> axes, int yPitch, boolean accumulate) {
        return new PermuteSpec(
                new Layout(shape, pitch), axes, new Layout(axes.stream().map(shape::get).toList(), yPitch), accumulate);
    }

    @Override
    public double flops(PermuteSpec problem) {
        return problem.accumulate() ? problem.x().extent().elements() : 0;
    }

    @Override
    public double terms(PermuteSpec problem) {
        return problem.accumulate() ? 2 : 1;
    }
}
