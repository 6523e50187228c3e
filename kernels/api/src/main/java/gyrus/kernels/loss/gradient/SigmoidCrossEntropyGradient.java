package gyrus.kernels.loss.gradient;

import gyrus.kernels.Extent;
import gyrus.kernels.Op;
import gyrus.kernels.Port;
import gyrus.kernels.Port.Values;
import gyrus.kernels.loss.CrossEntropySpec;
import java.util.List;

/** The gradient of the mean binary cross-entropy to its logits: {@code dz = (sigmoid(z) - t) / elements * dloss}. */
public record SigmoidCrossEntropyGradient() implements Op<CrossEntropySpec> {

    @Override
    public String name() {
        return "sigmoid cross-entropy gradient";
    }

    @Override
    public List<Port> ports(CrossEntropySpec problem) {
        Extent elements = Extent.vector(problem.elements());
        return List.of(
                Port.read("z", elements),
                Port.read("t", elements).with(Values.BINARY),
                Port.read("dloss", Extent.vector(1)),
                Port.writeOrAdd("dz", elements, problem.accumulate()));
    }

    @Override
    public List<CrossEntropySpec> cases() {
        return CrossEntropySpec.gradientCases();
    }

    @Override
    public double flops(CrossEntropySpec problem) {
        return 5.0 * problem.elements();
    }

    @Override
    public double terms(CrossEntropySpec problem) {
        return 4;
    }

    /** All elements are of the order of dloss / elements, far from one. */
    @Override
    public Magnitude magnitude() {
        return Magnitude.OF_LARGEST_RESULT;
    }
}
