package gyrus.kernels.matmul.batched;

import gyrus.kernels.device.ReferenceKernel;
import gyrus.kernels.matmul.MatmulSpec;
import gyrus.kernels.memory.Operand;

/** The definition: one matrix product after another. */
public final class Reference implements ReferenceKernel<BatchedSpec> {

    private final gyrus.kernels.matmul.Reference product = new gyrus.kernels.matmul.Reference();

    @Override
    public void compute(BatchedSpec problem, Operand... operands) {
        MatmulSpec each = problem.each();
        for (int p = 0; p < problem.count(); p++) {
            product.compute(each, matrix(operands[0], p * each.a().elements()), matrix(operands[1], p * each.b().elements()),
                    matrix(operands[2], p * each.c().elements()));
        }
    }

    private static Operand matrix(Operand batch, long offset) {
        return new Operand(batch.block(), batch.offset() + offset);
    }
}
