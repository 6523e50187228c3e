package gyrus.kernels.loss.forward;

import gyrus.kernels.Extent;
import gyrus.kernels.Op;
import gyrus.kernels.Port;
import gyrus.kernels.Port.Values;
import gyrus.kernels.loss.CrossEntropySpec;
import java.util.List;

/**
 * The mean binary cross-entropy of logits z with targets t, in the form that cannot overflow:
 * {@code loss = mean of max(z, 0) - z t + ln(1 + e^-|z|)}.
 */
public record SigmoidCrossEntropyForward() implements Op<CrossEntropySpec> {

    @Override
    public String name() {
        return "sigmoid cross-entropy forward";
    }

    @Override
    public List<Port> ports(CrossEntropySpec problem) {
        if (problem.accumulate()) {
            throw new IllegalArgumentException(
                    "sigmoid cross-entropy forward: writes its output and cannot add to it; problem " + problem);
        }
        return List.of(
                Port.read("z", Extent.vector(problem.elements())),
                Port.read("t", Extent.vector(problem.elements())).with(Values.BINARY),
                Port.write("loss", Extent.vector(1)));
    }

    @Override
    public List<CrossEntropySpec> cases() {
        return CrossEntropySpec.cases();
    }

    @Override
    public double flops(CrossEntropySpec problem) {
        return 6.0 * problem.elements();
    }

    /** Every element rounds a few times; their mean rounds no more than one of them. */
    @Override
    public double terms(CrossEntropySpec problem) {
        return 4;
    }

    @Override
    public Magnitude magnitude() {
        return Magnitude.OF_RESULT;
    }
}
