package gyrus.kernels.conv.gradweight;

import gyrus.kernels.Op;
import gyrus.kernels.Port;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.ConvSpec.Epilogue;
import java.util.List;

/** The gradient of a convolution with respect to its weights: {@code dw[r,s,c,o] = sum of x[n,p,q,c] * dy[n,i,j,o]}. */
public record ConvGradWeight() implements Op<ConvSpec> {

    @Override
    public String name() {
        return "conv grad weight";
    }

    @Override
    public List<Port> ports(ConvSpec problem) {
        return List.of(
                Port.read("x", problem.input().extent()),
                Port.read("dy", problem.output().extent()),
                Port.writeOrAdd("dw", problem.weights(), problem.accumulate()));
    }

    @Override
    public List<ConvSpec> cases() {
        return ConvSpec.cases().stream().filter(problem -> problem.epilogue() == Epilogue.NONE).toList();
    }

    @Override
    public double flops(ConvSpec problem) {
        return problem.flops();
    }

    @Override
    public double terms(ConvSpec problem) {
        return problem.output().pixels() + 1;
    }
}
