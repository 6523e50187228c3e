package gyrus.kernels.conv.forward;

import gyrus.kernels.Extent;
import gyrus.kernels.Op;
import gyrus.kernels.Port;
import gyrus.kernels.conv.ConvSpec;
import java.util.ArrayList;
import java.util.List;

/** {@code y[n,i,j,o] = f(b[o] + sum over taps (r,s) and channels c of x[n, i*stride + r*dilation - pad, ..., c] * w[r,s,c,o])}. */
public record ConvForward() implements Op<ConvSpec> {

    @Override
    public String name() {
        return "conv forward";
    }

    /** Returns the operands x, w and y, and the bias where the epilogue has one. */
    @Override
    public List<Port> ports(ConvSpec problem) {
        List<Port> ports = new ArrayList<>(List.of(
                Port.read("x", problem.input().extent()),
                Port.read("w", problem.weights()),
                Port.writeOrAdd("y", problem.output().extent(), problem.accumulate())));
        if (problem.epilogue().hasBias()) {
            ports.add(Port.read("b", Extent.vector(problem.output().c())));
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
        return (double) problem.filter().taps() * problem.input().c() + 2;
    }
}
