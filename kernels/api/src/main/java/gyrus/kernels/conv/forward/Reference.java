package gyrus.kernels.conv.forward;

import gyrus.kernels.Image;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.ConvSpec.Epilogue;
import gyrus.kernels.conv.ConvSpec.Filter;
import gyrus.kernels.device.ReferenceKernel;
import gyrus.kernels.memory.Operand;

/** The definition: seven loops. */
public final class Reference implements ReferenceKernel<ConvSpec> {

    @Override
    public void compute(ConvSpec problem, Operand... operands) {
        Operand x = operands[0];
        Operand w = operands[1];
        Operand y = operands[2];
        Image in = problem.input();
        Image out = problem.output();
        Filter filter = problem.filter();
        double[] sums = new double[out.c()];
        for (int n = 0; n < out.n(); n++) {
            for (int i = 0; i < out.h(); i++) {
                for (int j = 0; j < out.w(); j++) {
                    for (int o = 0; o < out.c(); o++) {
                        sums[o] = problem.epilogue().hasBias() ? operands[3].get(o) : 0;
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
                                long weights = (((long) r * filter.columns() + s) * in.c() + c) * out.c();
                                for (int o = 0; o < out.c(); o++) {
                                    sums[o] += pixel * w.get(weights + o);
                                }
                            }
                        }
                    }
                    for (int o = 0; o < out.c(); o++) {
                        long at = out.offset(n, i, j) + o;
                        double sum = sums[o] + (problem.accumulate() ? y.get(at) : 0);
                        y.set(at, problem.epilogue() == Epilogue.BIAS_RELU ? Math.max(sum, 0) : sum);
                    }
                }
            }
        }
    }
}
