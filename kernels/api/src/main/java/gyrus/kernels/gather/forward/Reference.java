package gyrus.kernels.gather.forward;

import gyrus.kernels.device.ReferenceKernel;
import gyrus.kernels.gather.GatherSpec;
import gyrus.kernels.memory.Operand;

/** The definition: one loop over indices, one over columns. */
public final class Reference implements ReferenceKernel<GatherSpec> {

    @Override
    public void compute(GatherSpec problem, Operand... operands) {
        Operand w = operands[0];
        Operand index = operands[1];
        Operand y = operands[2];
        for (int i = 0; i < problem.indices(); i++) {
            double entry = index.get(i);
            boolean exists = entry >= 0 && entry < problem.entries() && entry == Math.floor(entry);
            for (int d = 0; d < problem.width(); d++) {
                long at = (long) i * problem.pitch() + d;
                double value = exists ? w.get((long) entry * problem.width() + d) : Double.NaN;
                y.set(at, value + (problem.accumulate() ? y.get(at) : 0));
            }
        }
    }
}
