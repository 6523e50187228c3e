package gyrus.kernels.cuda.conv.gradinput;

import static gyrus.kernels.cuda.launch.Argument.port;

import gyrus.kernels.Image;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.ConvSpec.Filter;
import gyrus.kernels.cuda.conv.CudaGeometry;
import gyrus.kernels.cuda.gemm.Product;
import gyrus.kernels.cuda.launch.Argument;
import java.util.List;

/**
 * Describes the gradient with respect to the input as a matrix product that gathers the gradient on the fly: a row for each input
 * pixel, with a term of K for each tap and output channel. If windows touch without overlap, most of these terms would be zero. A
 * row is then an output pixel, and a column an input channel under a tap.
 */
public final class GradInputProduct {

    private GradInputProduct() {}

    /** Returns the tiled product of a problem. */
    public static Product of(ConvSpec problem) {
        int channels = CudaGeometry.padded(problem.output().c());
        List<Argument> arguments = List.of(port(0), port(1), port(2), CudaGeometry.bias(problem), CudaGeometry.of(problem));
        return isCutIntoBlocks(problem)
                ? new Product("convGradInputBlocks", "reduceSplitKBlocks", Math.toIntExact(problem.output().pixels()),
                        problem.filter().taps() * problem.input().c(), channels, arguments)
                : new Product("convGradInput", Math.toIntExact(problem.input().pixels()), problem.input().c(),
                        problem.filter().taps() * channels, arguments);
    }

    /** Returns whether every input pixel lies under one tap of one output pixel, and channels can be read as {@code float4}. */
    private static boolean isCutIntoBlocks(ConvSpec problem) {
        Image input = problem.input();
        int size = problem.filter().stride();
        return size > 1 && problem.filter().equals(Filter.blocks(size)) && input.h() % size == 0 && input.w() % size == 0
                && input.c() % 4 == 0;
    }
}
