package gyrus.kernels.sgd;

import gyrus.kernels.device.ReferenceKernel;
import gyrus.kernels.memory.Operand;

/** The definition: one loop. */
public final class Reference implements ReferenceKernel<SgdSpec> {

    @Override
    public void compute(SgdSpec problem, Operand... operands) {
        Operand w = operands[0];
        Operand g = operands[1];
        Operand v = operands[2];
        Operand rates = operands[3];
        if (!Double.isFinite(operands[4].get(0))) {
            return;
        }
        for (int i = 0; i < problem.elements(); i++) {
            double d = g.get(i) + rates.get(2) * w.get(i);
            v.set(i, rates.get(3) * v.get(i) + d);
            w.add(i, rates.get(0) * d + rates.get(1) * v.get(i));
        }
    }
}
