package gyrus.kernels.pool.forward;

import gyrus.kernels.Image;
import gyrus.kernels.device.ReferenceKernel;
import gyrus.kernels.memory.Operand;
import gyrus.kernels.pool.PoolSpec;

/** The definition: six loops. */
public final class Reference implements ReferenceKernel<PoolSpec> {

    @Override
    public void compute(PoolSpec problem, Operand... operands) {
        Operand x = operands[0];
        Operand y = operands[1];
        Image in = problem.input();
        Image out = problem.output();
        for (int n = 0; n < out.n(); n++) {
            for (int i = 0; i < out.h(); i++) {
                for (int j = 0; j < out.w(); j++) {
                    for (int c = 0; c < out.c(); c++) {
                        double largest = Double.NEGATIVE_INFINITY;
                        for (int r = 0; r < problem.size(); r++) {
                            for (int s = 0; s < problem.size(); s++) {
                                long at = in.offset(n, i * problem.stride() + r, j * problem.stride() + s) + c;
                                largest = Math.max(largest, x.get(at));
                            }
                        }
                        y.set(out.offset(n, i, j) + c, largest);
                    }
                }
            }
        }
    }
}
