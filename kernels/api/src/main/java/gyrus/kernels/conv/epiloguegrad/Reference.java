package gyrus.kernels.conv.epiloguegrad;

import gyrus.kernels.device.ReferenceKernel;
import gyrus.kernels.memory.Operand;

/** The definition: the mask and the sum, channel by channel. */
public final class Reference implements ReferenceKernel<ConvEpilogueGradSpec> {

    @Override
    public void compute(ConvEpilogueGradSpec problem, Operand... operands) {
        Operand dy = operands[0];
        Operand db = operands[1];
        for (int c = 0; c < problem.channels(); c++) {
            double sum = 0;
            for (long p = 0; p < problem.pixels(); p++) {
                long at = p * problem.dyPitch() + c;
                if (problem.relu() && operands[2].get(p * problem.yPitch() + c) <= 0) {
                    dy.set(at, 0);
                }
                sum += dy.get(at);
            }
            db.set(c, sum + (problem.accumulate() ? db.get(c) : 0));
        }
    }
}
