package gyrus.bench.problem;

import gyrus.kernels.Layout;
import gyrus.kernels.permute.PermuteSpec;
import java.util.List;
import java.util.Map;

/** Permutations of axes: the input's shape, and the axis of the input that each axis of the result is. */
final class PermuteForm implements Form<PermuteSpec> {

    @Override
    public List<Key> keys() {
        return List.of(Key.shape("x", Layout.MAX_RANK),
                Key.whole("x-pitch").or("the innermost extent of x", values -> values.extents("x").getLast().toString()),
                Key.axes("axes"),
                Key.whole("y-pitch").or("the innermost extent of y", values -> Integer.toString(shape(values).getLast())),
                Key.flag("accumulate"));
    }

    /** Returns the extents of the result; the problem itself refuses axes that are missing or that occur twice. */
    private static List<Integer> shape(Values values) {
        List<Integer> x = values.extents("x");
        return values.axes("axes").stream().map(axis -> x.get(Math.min(axis, x.size() - 1))).toList();
    }

    @Override
    public PermuteSpec problem(Values values) {
        return new PermuteSpec(new Layout(values.extents("x"), values.whole("x-pitch")),
                new Layout(shape(values), values.whole("y-pitch")), values.axes("axes"), values.flag("accumulate"));
    }

    @Override
    public Map<String, Object> values(PermuteSpec problem) {
        return Map.of("x", Values.text(problem.x().shape(), "x"), "x-pitch", problem.x().pitch(), "axes",
                Values.text(problem.axes(), "-"), "y-pitch", problem.y().pitch(), "accumulate", problem.accumulate());
    }
}
