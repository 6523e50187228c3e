package gyrus.kernels.loss.gradient;

import gyrus.kernels.device.ReferenceKernel;
import gyrus.kernels.loss.CrossEntropySpec;
import gyrus.kernels.memory.Operand;

/** The definition: one loop. */
public final class Reference implements ReferenceKernel<CrossEntropySpec> {

    @Override
    public void compute(CrossEntropySpec problem, Operand... operands) {
        Operand z = operands[0];
        Operand t = operands[1];
        Operand dz = operands[3];
        double weight = operands[2].get(0) / problem.elements();
        for (int i = 0; i < problem.elements(); i++) {
            double gradient = (sigmoid(z.get(i)) - t.get(i)) * weight;
            dz.set(i, gradient + (problem.accumulate() ? dz.get(i) : 0));
        }
    }

    private static double sigmoid(double z) {
        double decay = Math.exp(-Math.abs(z));
        return (z < 0 ? decay : 1) / (1 + decay);
    }
}
