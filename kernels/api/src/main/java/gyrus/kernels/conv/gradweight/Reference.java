package gyrus.kernels.conv.gradweight;

import gyrus.kernels.Image;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.ConvSpec.Filter;
import gyrus.kernels.device.ReferenceKernel;
import gyrus.kernels.memory.Operand;

/** The definition: a sum of the products of each input pixel with the gradient of each output pixel that reads it. */
public final class Reference implements ReferenceKernel<ConvSpec> {

    @Override
    public void compute(ConvSpec problem, Operand... operands) {
        Operand x = operands[0];
        Operand dy = operands[1];
        Operand dw = operands[2];
        Image in = problem.input();
        Image out = problem.output();
        Filter filter = problem.filter();
        double[] sums = new double[filter.taps() * in.c() * out.c()];
        double[] gradient = new double[out.c()];
        for (int n = 0; n < out.n(); n++) {
            for (int i = 0; i < out.h(); i++) {
                for (int j = 0; j < out.w(); j++) {
                    for (int o = 0; o < out.c(); o++) {
                        gradient[o] = dy.get(out.offset(n, i, j) + o);
                    }
                    for (int r = 0; r < filter.rows(); r++) {
                        int row = i * filter.stride() + r * filter.dilation() - filter.padRows();
                        for (int s = 0; s < filter.columns(); s++) {
                            int column = j * filter.stride() + s * filter.dilation() - filter.padColumns();
                            if (row < 0 || row >= in.h() || column < 0 || column >= in.w()) {
                                continue;
                            }
                            for (int c = 0; c < in.c(); c++) {
                                double pixel = x.get(in.offset(n, row, column) + c);
                                int weights = ((r * filter.columns() + s) * in.c() + c) * out.c();
                                for (int o = 0; o < out.c(); o++) {
                                    sums[weights + o] += pixel * gradient[o];
                                }
                            }
                        }
                    }
                }
            }
        }
        for (int i = 0; i < sums.length; i++) {
            dw.set(i, sums[i] + (problem.accumulate() ? dw.get(i) : 0));
        }
    }
}
