package gyrus.kernels.random;

import gyrus.kernels.Extent;
import gyrus.kernels.device.ReferenceKernel;
import gyrus.kernels.memory.Operand;

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
                float value = switch (problem.distribution()) {
                    case UNIFORM -> Philox.uniform(seed, stream, index);
                    case NORMAL -> Philox.normal(seed, stream, index);
                    case CHUNK -> Philox.word(seed, stream, index) >>> 16;
                };
                operands[0].set(row * y.pitch() + i, value);
            }
        }
    }
}
