package gyrus.kernels.permute;

import gyrus.kernels.device.ReferenceKernel;
import gyrus.kernels.memory.Operand;

/** The definition: one loop over the elements of y. */
public final class Reference implements ReferenceKernel<PermuteSpec> {

    @Override
    public void compute(PermuteSpec problem, Operand... operands) {
        Operand x = operands[0];
        Operand y = operands[1];
        int rank = problem.y().rank();
        int[] indices = new int[rank];
        int[] source = new int[rank];
        do {
            for (int d = 0; d < rank; d++) {
                source[problem.axes().get(d)] = indices[d];
            }
            long at = problem.y().offset(indices);
            y.set(at, x.get(problem.x().offset(source)) + (problem.accumulate() ? y.get(at) : 0));
        } while (problem.y().advance(indices));
    }
}
