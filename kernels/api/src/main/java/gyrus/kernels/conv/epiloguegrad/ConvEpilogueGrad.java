package gyrus.kernels.conv.epiloguegrad;

import gyrus.kernels.Extent;
import gyrus.kernels.Op;
import gyrus.kernels.Port;
import gyrus.kernels.Port.Values;
import java.util.ArrayList;
import java.util.List;

/**
 * The gradient through a convolution's ReLU and to its bias: {@code dy[p,c] = 0} where {@code y[p,c] <= 0}, in place, where there
 * is a ReLU, then {@code db[c] = sum over p of dy[p,c]}. Where y is NaN, dy stays, as in PyTorch.
 */
public record ConvEpilogueGrad() implements Op<ConvEpilogueGradSpec> {

    @Override
    public String name() {
        return "conv epilogue grad";
    }

    /** Returns the operands dy and db, and y where there is a ReLU. */
    @Override
    public List<Port> ports(ConvEpilogueGradSpec problem) {
        List<Port> ports = new ArrayList<>(List.of(
                Port.update("dy", problem.dy()),
                Port.writeOrAdd("db", Extent.vector(problem.channels()), problem.accumulate())));
        if (problem.relu()) {
            ports.add(Port.read("y", problem.y()).with(Values.RECTIFIED));
        }
        return ports;
    }

    @Override
    public List<ConvEpilogueGradSpec> cases() {
        List<ConvEpilogueGradSpec> cases = new ArrayList<>();
        for (boolean relu : new boolean[] {true, false}) {
            for (boolean accumulate : new boolean[] {false, true}) {
                cases.add(new ConvEpilogueGradSpec(4096, 32, 112, 112, relu, accumulate));
                cases.add(new ConvEpilogueGradSpec(1024, 64, 64, 240, relu, accumulate));
                cases.add(new ConvEpilogueGradSpec(64, 512, 512, 512, relu, accumulate));
                cases.add(new ConvEpilogueGradSpec(5000, 1, 1, 1, relu, accumulate));
                cases.add(new ConvEpilogueGradSpec(333, 37, 40, 41, relu, accumulate));
                cases.add(new ConvEpilogueGradSpec(1, 3, 3, 3, relu, accumulate));
            }
        }
        return cases;
    }

    @Override
    public double flops(ConvEpilogueGradSpec problem) {
        return (problem.relu() ? 2.0 : 1.0) * problem.dy().elements();
    }

    @Override
    public double terms(ConvEpilogueGradSpec problem) {
        return problem.pixels() + 1.0;
    }
}
