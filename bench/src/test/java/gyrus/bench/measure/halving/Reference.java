package gyrus.bench.measure.halving;

import gyrus.kernels.device.ReferenceKernel;
import gyrus.kernels.memory.Operand;

/** The definition. */
public final class Reference implements ReferenceKernel<Integer> {

    @Override
    public void compute(Integer elements, Operand... operands) {
        for (int i = 0; i < elements; i++) {
            operands[1].set(i, operands[0].get(i) / 2);
        }
    }
}
