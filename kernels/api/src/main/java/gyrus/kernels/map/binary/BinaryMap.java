package gyrus.kernels.map.binary;

import gyrus.kernels.Layout;
import gyrus.kernels.Op;
import gyrus.kernels.Port;
import gyrus.kernels.Port.Values;
import java.util.ArrayList;
import java.util.List;

/** {@code y = f(a, b)} or {@code y += f(a, b)}, element by element; operands are repeated along their extents of one. */
public record BinaryMap() implements Op<BinarySpec> {

    @Override
    public String name() {
        return "binary map";
    }

    @Override
    public List<Port> ports(BinarySpec problem) {
        Values a = problem.function() == BinaryFunction.EQUAL ? Values.BINARY : Values.NORMAL;
        Values b = problem.function() == BinaryFunction.DIVIDE ? Values.POSITIVE : a;
        return List.of(
                Port.read("a", problem.a().extent()).with(a),
                Port.read("b", problem.b().extent()).with(b),
                Port.writeOrAdd("y", problem.y().extent(), problem.accumulate()));
    }

    @Override
    public List<BinarySpec> cases() {
        List<BinarySpec> cases = new ArrayList<>();
        for (BinaryFunction function : BinaryFunction.values()) {
            Layout image = Layout.dense(List.of(2, 16, 16, 32));
            Layout window = new Layout(List.of(2, 16, 16, 32), 112);
            Layout channels = Layout.dense(List.of(1, 1, 1, 32));
            cases.add(new BinarySpec(function, image, image, image, false));
            cases.add(new BinarySpec(function, window, image, image, true));
            cases.add(new BinarySpec(function, image, channels, window, false));
            cases.add(new BinarySpec(function, Layout.dense(List.of(2, 1, 1, 32)), image, image, false));
            cases.add(new BinarySpec(function, image, Layout.dense(List.of(2, 16, 16, 1)), image, true));
        }
        Layout odd = new Layout(List.of(3, 1, 5, 2, 4, 7), 9);
        cases.add(new BinarySpec(BinaryFunction.SUBTRACT, Layout.dense(List.of(3, 1, 1, 2, 1, 7)),
                Layout.dense(List.of(1, 1, 5, 1, 4, 1)), odd, false));
        cases.add(new BinarySpec(BinaryFunction.SUBTRACT, new Layout(List.of(3, 1, 1, 2, 1, 1), 4),
                Layout.dense(List.of(1, 1, 1, 1, 1, 1)), odd, true));
        cases.add(new BinarySpec(BinaryFunction.DIVIDE, Layout.dense(List.of(50_001)), Layout.dense(List.of(1)),
                Layout.dense(List.of(50_001)), false));
        cases.add(new BinarySpec(BinaryFunction.ADD, Layout.dense(List.of(1)), Layout.dense(List.of(1)),
                Layout.dense(List.of(17)), false));
        cases.add(new BinarySpec(BinaryFunction.ADD, new Layout(List.of(40, 1), 3), new Layout(List.of(40, 1), 2),
                new Layout(List.of(40, 1), 5), false));
        cases.add(new BinarySpec(BinaryFunction.MAXIMUM, Layout.dense(List.of(1)), Layout.dense(List.of(1)),
                Layout.dense(List.of(1)), true));
        return cases;
    }

    @Override
    public double flops(BinarySpec problem) {
        return problem.y().extent().elements();
    }

    @Override
    public double terms(BinarySpec problem) {
        return 2;
    }

    @Override
    public Magnitude magnitude() {
        return Magnitude.OF_RESULT;
    }
}
