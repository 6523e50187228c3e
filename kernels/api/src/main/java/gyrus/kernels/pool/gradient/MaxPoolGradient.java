package gyrus.kernels.pool.gradient;

import gyrus.kernels.Op;
import gyrus.kernels.Port;
import gyrus.kernels.pool.PoolSpec;
import java.util.List;

/**
 * The gradient of max pooling: {@code dy} of a window goes to the first of its maxima in row-major order, found again in
 * {@code x}; pixels that are no window's maximum get zero. In a window with NaN, {@code dy} goes to the last NaN, as in
 * PyTorch.
 */
public record MaxPoolGradient() implements Op<PoolSpec> {

    @Override
    public String name() {
        return "max pool gradient";
    }

    @Override
    public List<Port> ports(PoolSpec problem) {
        return List.of(
                Port.read("x", problem.input().extent()).with(Port.Values.RECTIFIED), // with ties
                Port.read("dy", problem.output().extent()),
                Port.writeOrAdd("dx", problem.input().extent(), problem.accumulate()));
    }

    @Override
    public List<PoolSpec> cases() {
        return PoolSpec.gradientCases();
    }

    @Override
    public double flops(PoolSpec problem) {
        return (double) problem.size() * problem.size() * problem.output().extent().elements();
    }

    /** Returns the number of windows that one pixel lies in, at most {@code ceil(size / stride)^2}. */
    @Override
    public double terms(PoolSpec problem) {
        double windows = Math.ceilDiv(problem.size(), problem.stride());
        return windows * windows + 1;
    }
}
