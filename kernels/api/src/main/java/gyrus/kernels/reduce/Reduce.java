package gyrus.kernels.reduce;

import gyrus.kernels.Layout;
import gyrus.kernels.Op;
import gyrus.kernels.Port;
import gyrus.kernels.reduce.ReduceSpec.Function;
import java.util.ArrayList;
import java.util.List;

/** {@code y = sum, mean or maximum of x} over the dimensions where y's extent is one. */
public record Reduce() implements Op<ReduceSpec> {

    @Override
    public String name() {
        return "reduce";
    }

    @Override
    public List<Port> ports(ReduceSpec problem) {
        return List.of(
                Port.read("x", problem.x().extent()),
                Port.writeOrAdd("y", problem.y().extent(), problem.accumulate()));
    }

    @Override
    public List<ReduceSpec> cases() {
        List<ReduceSpec> cases = new ArrayList<>();
        for (Function function : Function.values()) {
            for (boolean accumulate : new boolean[] {false, true}) {
                Layout image = Layout.dense(List.of(2, 32, 32, 32));
                Layout window = new Layout(List.of(2, 32, 32, 32), 112);
                cases.add(new ReduceSpec(function, image, Layout.dense(List.of(1, 1, 1, 1)), accumulate));
                cases.add(new ReduceSpec(function, image, Layout.dense(List.of(1, 1, 1, 32)), accumulate));
                cases.add(new ReduceSpec(function, window, Layout.dense(List.of(2, 32, 32, 1)), accumulate));
                cases.add(new ReduceSpec(function, window, Layout.dense(List.of(2, 1, 1, 32)), accumulate));
                cases.add(new ReduceSpec(function, window, new Layout(List.of(1, 32, 1, 32), 40), accumulate));
                cases.add(new ReduceSpec(function, window, window, accumulate));
            }
            Layout odd = new Layout(List.of(3, 1, 5, 2, 4, 37), 41);
            cases.add(new ReduceSpec(function, odd, new Layout(List.of(3, 1, 1, 2, 1, 37), 38), false));
            cases.add(new ReduceSpec(function, odd, new Layout(List.of(1, 1, 5, 1, 4, 1), 3), false));
            cases.add(new ReduceSpec(function, Layout.dense(List.of(100_003)), Layout.dense(List.of(1)), false));
            cases.add(new ReduceSpec(function, new Layout(List.of(50, 1), 3), Layout.dense(List.of(1, 1)), false));
            cases.add(new ReduceSpec(function, new Layout(List.of(50, 1), 3), new Layout(List.of(50, 1), 2), true));
            cases.add(new ReduceSpec(function, Layout.dense(List.of(1)), Layout.dense(List.of(1)), false));
        }
        return cases;
    }

    @Override
    public double flops(ReduceSpec problem) {
        return problem.x().extent().elements();
    }

    @Override
    public double terms(ReduceSpec problem) {
        return problem.terms() + 1.0;
    }
}
