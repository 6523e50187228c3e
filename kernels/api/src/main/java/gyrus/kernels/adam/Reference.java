package gyrus.kernels.adam;

import gyrus.kernels.device.ReferenceKernel;
import gyrus.kernels.memory.Operand;

/** The definition: one loop. */
public final class Reference implements ReferenceKernel<AdamSpec> {

    @Override
    public void compute(AdamSpec problem, Operand... operands) {
        Operand w = operands[0];
        Operand g = operands[1];
        Operand m = operands[2];
        Operand v = operands[3];
        Operand rates = operands[4];
        if (!Double.isFinite(operands[5].get(0))) {
            return;
        }
        for (int i = 0; i < problem.elements(); i++) {
            double gradient = g.get(i);
            m.add(i, rates.get(2) * (gradient - m.get(i)));
            v.add(i, rates.get(3) * (gradient * gradient - v.get(i)));
            w.add(i, -(rates.get(5) * w.get(i) + rates.get(0) * m.get(i) / (Math.sqrt(v.get(i)) * rates.get(1) + rates.get(4))));
        }
    }
}
