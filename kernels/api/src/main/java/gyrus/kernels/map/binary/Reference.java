package gyrus.kernels.map.binary;

import gyrus.kernels.Layout;
import gyrus.kernels.device.ReferenceKernel;
import gyrus.kernels.memory.Operand;

/** The definition: every element by its indices. */
public final class Reference implements ReferenceKernel<BinarySpec> {

    @Override
    public void compute(BinarySpec problem, Operand... operands) {
        Layout y = problem.y();
        int[] indices = new int[y.rank()];
        do {
            double a = operands[0].get(problem.a().offset(indices));
            double b = operands[1].get(problem.b().offset(indices));
            long at = y.offset(indices);
            operands[2].set(at, problem.function().apply(a, b) + (problem.accumulate() ? operands[2].get(at) : 0));
        } while (y.advance(indices));
    }
}
