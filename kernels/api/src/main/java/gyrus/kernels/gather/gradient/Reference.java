package gyrus.kernels.gather.gradient;

import gyrus.kernels.device.ReferenceKernel;
import gyrus.kernels.gather.GatherSpec;
import gyrus.kernels.memory.Operand;

/** The definition: for each element of the table, a sum over the indices. */
public final class Reference implements ReferenceKernel<GatherSpec> {

    @Override
    public void compute(GatherSpec problem, Operand... operands) {
        Operand index = operands[0];
        Operand dy = operands[1];
        Operand dw = operands[2];
        for (int entry = 0; entry < problem.entries(); entry++) {
            for (int d = 0; d < problem.width(); d++) {
                long at = (long) entry * problem.width() + d;
                double sum = problem.accumulate() ? dw.get(at) : 0;
                for (int i = 0; i < problem.indices(); i++) {
                    sum += index.get(i) == entry ? dy.get((long) i * problem.pitch() + d) : 0;
                }
                dw.set(at, sum);
            }
        }
    }
}
