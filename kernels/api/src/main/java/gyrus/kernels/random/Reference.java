package gyrus.kernels.random;

import gyrus.kernels.Extent;
import gyrus.kernels.device.ReferenceKernel;
import gyrus.kernels.memory.Operand;
import gyrus.kernels.random.RandomSpec.Distribution;

/** The definition: element by element. */
public final class Reference implements ReferenceKernel<RandomSpec> {

    @Override
    public void compute(RandomSpec problem, Operand... operands) {
        Extent y = problem.y();
        long seed = RandomFill.seed(operands[1]);
        long stream = RandomFill.stream(operands[1]);
        for (long row = 0; row < y.rows(); row++) {
            for (int i = 0; i < y.width(); i++) {
                long index = row * y.width() + i;
                float value = problem.distribution() == Distribution.UNIFORM
                        ? Philox.uniform(seed, stream, index)
                        : Philox.normal(seed, stream, index);
                operands[0].set(row * y.pitch() + i, value);
            }
        }
    }
}
