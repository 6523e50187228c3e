package gyrus.kernels.fill;

import gyrus.kernels.Extent;
import gyrus.kernels.device.ReferenceKernel;
import gyrus.kernels.memory.Operand;

/** The definition: one loop over rows, one over columns. */
public final class Reference implements ReferenceKernel<FillSpec> {

    @Override
    public void compute(FillSpec problem, Operand... operands) {
        Extent y = problem.y();
        for (long row = 0; row < y.rows(); row++) {
            for (int i = 0; i < y.width(); i++) {
                operands[0].set(row * y.pitch() + i, problem.value());
            }
        }
    }
}
