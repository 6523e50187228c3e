package gyrus.kernels.sgd;

import gyrus.kernels.Extent;
import gyrus.kernels.Op;
import gyrus.kernels.Port;
import gyrus.kernels.Port.Values;
import java.util.List;

/**
 * One step of stochastic gradient descent in PyTorch's form, with momentum and weight decay. With the four numbers of
 * {@code rates}, {@code [a, b, weight decay, momentum]}:
 *
 * <pre>
 * d = g + rates[2] * w
 * v = rates[3] * v + d
 * w += rates[0] * d + rates[1] * v
 * </pre>
 *
 * <p>Plain momentum has {@code a = 0, b = -lr}; Nesterov's (Sutskever et al., 2013) has {@code a = -lr, b = -lr momentum}.
 *
 * <p>If {@code loss} is not finite, no number changes.
 */
public record Sgd() implements Op<SgdSpec> {

    @Override
    public String name() {
        return "sgd";
    }

    @Override
    public List<Port> ports(SgdSpec problem) {
        Extent elements = Extent.vector(problem.elements());
        return List.of(
                Port.update("w", elements),
                Port.read("g", elements),
                Port.update("v", elements),
                Port.read("rates", Extent.vector(SgdSpec.RATES)).with(Values.NEAR_HALF),
                Port.read("loss", Extent.vector(1)));
    }

    @Override
    public List<SgdSpec> cases() {
        return List.of(new SgdSpec(1), new SgdSpec(32), new SgdSpec(3 * 3 * 33 * 32), new SgdSpec(40_007));
    }

    @Override
    public double flops(SgdSpec problem) {
        return 8.0 * problem.elements();
    }

    @Override
    public double terms(SgdSpec problem) {
        return 4;
    }
}
