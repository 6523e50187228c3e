package gyrus.kernels.map.unary;

import gyrus.kernels.Extent;
import gyrus.kernels.device.ReferenceKernel;
import gyrus.kernels.memory.Operand;

/** The definition: one loop over rows, one over columns. */
public final class Reference implements ReferenceKernel<UnarySpec> {

    @Override
    public void compute(UnarySpec problem, Operand... operands) {
        Operand x = operands[0];
        Operand y = operands[1];
        Extent from = problem.x();
        Extent to = problem.y();
        for (long row = 0; row < to.rows(); row++) {
            for (int i = 0; i < to.width(); i++) {
                double value = problem.function().apply(problem.scale() * x.get(row * from.pitch() + i) + problem.shift());
                long at = row * to.pitch() + i;
                y.set(at, value + (problem.accumulate() ? y.get(at) : 0));
            }
        }
    }
}
