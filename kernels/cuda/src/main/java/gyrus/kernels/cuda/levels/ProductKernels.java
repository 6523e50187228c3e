package gyrus.kernels.cuda.levels;

import gyrus.kernels.Op;
import gyrus.kernels.conv.forward.ConvForward;
import gyrus.kernels.conv.gradinput.ConvGradInput;
import gyrus.kernels.conv.gradweight.ConvGradWeight;
import gyrus.kernels.cuda.conv.forward.ForwardProduct;
import gyrus.kernels.cuda.conv.gradinput.GradInputProduct;
import gyrus.kernels.cuda.conv.gradweight.GradWeightProduct;
import gyrus.kernels.cuda.gemm.ProductKernel;
import gyrus.kernels.cuda.gemm.ProductLevel;
import gyrus.kernels.cuda.gemm.ProductOp;
import gyrus.kernels.cuda.matmul.MatmulProduct;
import gyrus.kernels.device.Kernel;
import gyrus.kernels.device.KernelSet;
import gyrus.kernels.matmul.Matmul;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The kernels of every op that is a matrix product, at every level of {@link ProductLevel}. */
public final class ProductKernels implements KernelSet {

    /**
     * The only width for matmul. Matmul has a kernel for each of four transpositions, and so four times the PTX of a pass for each
     * width.
     */
    private static final Set<Integer> MATMUL_WIDTHS = Set.of(64);

    private static final List<ProductOp<?>> OPS = List.of(
            new ProductOp<>(new ConvForward(), "conv/forward", ProductOp.ALL_WIDTHS, ForwardProduct::of),
            new ProductOp<>(new ConvGradInput(), "conv/gradinput", ProductOp.ALL_WIDTHS, GradInputProduct::of),
            new ProductOp<>(new ConvGradWeight(), "conv/gradweight", ProductOp.ALL_WIDTHS, GradWeightProduct::of),
            new ProductOp<>(new Matmul(), "matmul", MATMUL_WIDTHS, MatmulProduct::of));

    @Override
    public <S> List<Kernel<S>> kernels(Op<S> op) {
        return OPS.stream().filter(each -> each.op().equals(op)).flatMap(each -> {
            @SuppressWarnings("unchecked") // equal ops have the same problems
            ProductOp<S> same = (ProductOp<S>) each;
            return Arrays.stream(ProductLevel.values()).map(level -> (Kernel<S>) new ProductKernel<>(level, same));
        }).toList();
    }
}
