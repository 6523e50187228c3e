package gyrus.kernels.pool.gradient;

import gyrus.kernels.Image;
import gyrus.kernels.device.ReferenceKernel;
import gyrus.kernels.memory.Operand;
import gyrus.kernels.pool.PoolSpec;

/** The definition: for each window, the gradient is added at the maximum of the window, or at its last NaN. */
public final class Reference implements ReferenceKernel<PoolSpec> {

    @Override
    public void compute(PoolSpec problem, Operand... operands) {
        Operand x = operands[0];
        Operand dy = operands[1];
        Operand dx = operands[2];
        Image in = problem.input();
        Image out = problem.output();
        if (!problem.accumulate()) {
            clear(in, dx);
        }
        for (int n = 0; n < out.n(); n++) {
            for (int i = 0; i < out.h(); i++) {
                for (int j = 0; j < out.w(); j++) {
                    for (int c = 0; c < out.c(); c++) {
                        long largest = in.offset(n, i * problem.stride(), j * problem.stride()) + c;
                        for (int r = 0; r < problem.size(); r++) {
                            for (int s = 0; s < problem.size(); s++) {
                                long at = in.offset(n, i * problem.stride() + r, j * problem.stride() + s) + c;
                                largest = x.get(at) > x.get(largest) || Double.isNaN(x.get(at)) ? at : largest;
                            }
                        }
                        dx.add(largest, dy.get(out.offset(n, i, j) + c));
                    }
                }
            }
        }
    }

    private static void clear(Image in, Operand dx) {
        for (long pixel = 0; pixel < in.pixels(); pixel++) {
            for (int c = 0; c < in.c(); c++) {
                dx.set(pixel * in.pitch() + c, 0);
            }
        }
    }
}
