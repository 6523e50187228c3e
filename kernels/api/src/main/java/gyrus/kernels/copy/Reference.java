package gyrus.kernels.copy;

import gyrus.kernels.Extent;
import gyrus.kernels.device.ReferenceKernel;
import gyrus.kernels.memory.Operand;

/** The definition: one loop over rows, one over columns. */
public final class Reference implements ReferenceKernel<BoxCopySpec> {

    @Override
    public void compute(BoxCopySpec problem, Operand... operands) {
        Operand x = operands[0];
        Operand y = operands[1];
        Extent from = problem.from();
        Extent to = problem.to();
        for (long row = 0; row < to.rows(); row++) {
            for (int i = 0; i < to.width(); i++) {
                long at = row * to.pitch() + i;
                y.set(at, x.get(row * from.pitch() + i) + (problem.accumulate() ? y.get(at) : 0));
            }
        }
    }
}
