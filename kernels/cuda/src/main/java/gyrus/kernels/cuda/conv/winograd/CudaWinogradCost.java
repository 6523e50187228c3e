package gyrus.kernels.cuda.conv.winograd;

import gyrus.kernels.conv.ConvSpec;

/**
 * Estimates where Winograd's convolutions are faster on a GPU, from their operations and bytes and from the rates that products
 * and copies reach on an H200.
 */
public final class CudaWinogradCost {

    private static final double FLOPS_PER_SECOND = 35e12;
    private static final double BYTES_PER_SECOND = 3.5e12;
    private static final double LAUNCHES_SECONDS = 15e-6; // of several launches, compared with one

    private CudaWinogradCost() {}

    /**
     * Returns whether the estimate says that Winograd's convolution is faster than the pipelined product.
     *
     * @param products multiplications at all points
     * @param bytes read and written from step to step
     * @param leastGain times faster than the pipelined product that the estimate must say it is
     */
    static boolean pays(ConvSpec problem, double products, double bytes, double leastGain) {
        double pipelined = problem.flops() / FLOPS_PER_SECOND;
        double winograd = 2 * products / FLOPS_PER_SECOND + bytes / BYTES_PER_SECOND + LAUNCHES_SECONDS;
        return leastGain * winograd < pipelined;
    }
}
