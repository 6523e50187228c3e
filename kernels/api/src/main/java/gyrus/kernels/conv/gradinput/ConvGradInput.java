package gyrus.kernels.conv.gradinput;

import gyrus.kernels.Extent;
import gyrus.kernels.Op;
import gyrus.kernels.Port;
import gyrus.kernels.conv.ConvSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The gradient of a convolution with respect to its input: {@code dx[n,p,q,c] = sum of dy[n,i,j,o] * w[r,s,c,o]} over all taps
 * (r,s) and output pixels (i,j) whose window has its tap (r,s) on (p,q).
 *
 * <p>It is also the transposed convolution's forward pass, which is why it has an epilogue.
 */
public record ConvGradInput() implements Op<ConvSpec> {

    @Override
    public String name() {
        return "conv grad input";
    }

    /** Returns the operands dy, w and dx, and the bias [I] where the epilogue has one. */
    @Override
    public List<Port> ports(ConvSpec problem) {
        List<Port> ports = new ArrayList<>(List.of(
                Port.read("dy", problem.output().extent()),
                Port.read("w", problem.weights()),
                Port.writeOrAdd("dx", problem.input().extent(), problem.accumulate())));
        if (problem.epilogue().hasBias()) {
            ports.add(Port.read("b", Extent.vector(problem.input().c())));
        }
        return ports;
    }

    @Override
    public List<ConvSpec> cases() {
        return ConvSpec.cases();
    }

    @Override
    public double flops(ConvSpec problem) {
        return problem.flops();
    }

    @Override
    public double terms(ConvSpec problem) {
        return (double) problem.filter().taps() * problem.output().c() + 2;
    }
}
