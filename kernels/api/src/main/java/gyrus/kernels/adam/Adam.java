package gyrus.kernels.adam;

import gyrus.kernels.Extent;
import gyrus.kernels.Op;
import gyrus.kernels.Port;
import gyrus.kernels.Port.Values;
import java.util.List;

/**
 * One step of Adam (Kingma and Ba, 2015) in PyTorch's form, with the decoupled weight decay of AdamW (Loshchilov and Hutter,
 * 2019). With the six numbers of {@code rates}, {@code [lr / (1 - b1^t), 1 / sqrt(1 - b2^t), 1 - b1, 1 - b2, eps, lr decay]}:
 *
 * <pre>
 * m += rates[2] * (g - m)
 * v += rates[3] * (g^2 - v)
 * w -= rates[5] * w + rates[0] * m / (sqrt(v) * rates[1] + eps)
 * </pre>
 *
 * <p>A {@code loss} that is NaN or infinite leaves the weights and the moments unchanged: the host reads the loss only after the
 * step, and finds the weights that the loss was computed from.
 *
 * <p>The rates hold 1 - b rather than b: 1 - 0.999f in float32 is wrong in its fifth digit, 0.001f in its eighth.
 */
public record Adam() implements Op<AdamSpec> {

    @Override
    public String name() {
        return "adam";
    }

    @Override
    public List<Port> ports(AdamSpec problem) {
        Extent elements = Extent.vector(problem.elements());
        return List.of(
                Port.update("w", elements),
                Port.read("g", elements),
                Port.update("m", elements),
                Port.update("v", elements).with(Values.POSITIVE),
                Port.read("rates", Extent.vector(AdamSpec.RATES)).with(Values.NEAR_HALF),
                Port.read("loss", Extent.vector(1)));
    }

    @Override
    public List<AdamSpec> cases() {
        return List.of(new AdamSpec(1), new AdamSpec(32), new AdamSpec(3 * 3 * 33 * 32), new AdamSpec(40_007));
    }

    @Override
    public double flops(AdamSpec problem) {
        return 14.0 * problem.elements();
    }

    /** Rates near one half divide by at least 0.4, so an error of m reaches w at most 1.5 times as large. */
    @Override
    public double terms(AdamSpec problem) {
        return 4;
    }

    @Override
    public Magnitude magnitude() {
        return Magnitude.OF_RESULT;
    }
}
