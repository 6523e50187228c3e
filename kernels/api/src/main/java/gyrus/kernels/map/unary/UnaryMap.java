package gyrus.kernels.map.unary;

import gyrus.kernels.Extent;
import gyrus.kernels.Op;
import gyrus.kernels.Port;
import gyrus.kernels.Port.Values;
import java.util.ArrayList;
import java.util.List;

/** {@code y = f(scale * x + shift)} or {@code y += f(scale * x + shift)}, element by element. */
public record UnaryMap() implements Op<UnarySpec> {

    @Override
    public String name() {
        return "unary map";
    }

    @Override
    public List<Port> ports(UnarySpec problem) {
        Values values = problem.function().needsPositive() ? Values.POSITIVE : Values.NORMAL;
        return List.of(
                Port.read("x", problem.x()).with(values),
                Port.writeOrAdd("y", problem.y(), problem.accumulate()));
    }

    @Override
    public List<UnarySpec> cases() {
        List<UnarySpec> cases = new ArrayList<>();
        for (UnaryFunction function : UnaryFunction.values()) {
            for (boolean accumulate : new boolean[] {false, true}) {
                cases.add(of(function, 1, 0, 1, 40_003, 40_003, 40_003, accumulate));
                cases.add(of(function, 0.7, 0.1, 700, 32, 112, 32, accumulate));
            }
            cases.add(of(function, 1.5, 0, 65, 33, 33, 48, false));
            cases.add(of(function, 1, 0.25, 50, 1, 3, 1, false));
            cases.add(of(function, 1, 0, 1, 1, 1, 1, false));
        }
        return cases;
    }

    private static UnarySpec of(UnaryFunction function, double scale, double shift,
            long rows, int width, int xPitch, int yPitch, boolean accumulate) {
        return new UnarySpec(
                function, scale, shift, new Extent(rows, width, xPitch), new Extent(rows, width, yPitch), accumulate);
    }

    @Override
    public double flops(UnarySpec problem) {
        return 3.0 * problem.x().elements();
    }

    @Override
    public double terms(UnarySpec problem) {
        return 4; // scaled, shifted, mapped, added
    }

    @Override
    public Magnitude magnitude() {
        return Magnitude.OF_RESULT;
    }
}
