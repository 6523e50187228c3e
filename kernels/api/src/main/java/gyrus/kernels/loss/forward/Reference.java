package gyrus.kernels.loss.forward;

import gyrus.kernels.device.ReferenceKernel;
import gyrus.kernels.loss.CrossEntropySpec;
import gyrus.kernels.memory.Operand;

/** The definition: one loop. */
public final class Reference implements ReferenceKernel<CrossEntropySpec> {

    @Override
    public void compute(CrossEntropySpec problem, Operand... operands) {
        Operand z = operands[0];
        Operand t = operands[1];
        double sum = 0;
        for (int i = 0; i < problem.elements(); i++) {
            double logit = z.get(i);
            sum += Math.max(logit, 0) - logit * t.get(i) + Math.log1p(Math.exp(-Math.abs(logit)));
        }
        operands[2].set(0, sum / problem.elements());
    }
}
