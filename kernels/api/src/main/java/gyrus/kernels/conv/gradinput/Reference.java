package gyrus.kernels.conv.gradinput;

import gyrus.kernels.Image;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.ConvSpec.Epilogue;
import gyrus.kernels.conv.ConvSpec.Filter;
import gyrus.kernels.device.ReferenceKernel;
import gyrus.kernels.memory.Operand;

/** The definition: every output pixel adds its gradient, times the weights, to the inputs that it was computed from. */
public final class Reference implements ReferenceKernel<ConvSpec> {

    @Override
    public void compute(ConvSpec problem, Operand... operands) {
        Operand dy = operands[0];
        Operand w = operands[1];
        Operand dx = operands[2];
        Image in = problem.input();
        Image out = problem.output();
        Filter filter = problem.filter();
        start(problem, operands);
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
                                long weights = (((long) r * filter.columns() + s) * in.c() + c) * out.c();
                                double sum = 0;
                                for (int o = 0; o < out.c(); o++) {
                                    sum += gradient[o] * w.get(weights + o);
                                }
                                dx.add(in.offset(n, row, column) + c, sum);
                            }
                        }
                    }
                }
            }
        }
        if (problem.epilogue() == Epilogue.BIAS_RELU) {
            rectify(in, dx);
        }
    }

    /** Sets dx to the bias, or to zero, unless the op accumulates. */
    private static void start(ConvSpec problem, Operand... operands) {
        Image in = problem.input();
        Operand dx = operands[2];
        for (long pixel = 0; pixel < in.pixels(); pixel++) {
            for (int c = 0; c < in.c(); c++) {
                long at = pixel * in.pitch() + c;
                double bias = problem.epilogue().hasBias() ? operands[3].get(c) : 0;
                dx.set(at, bias + (problem.accumulate() ? dx.get(at) : 0));
            }
        }
    }

    private static void rectify(Image in, Operand dx) {
        for (long pixel = 0; pixel < in.pixels(); pixel++) {
            for (int c = 0; c < in.c(); c++) {
                long at = pixel * in.pitch() + c;
                dx.set(at, Math.max(dx.get(at), 0));
            }
        }
    }
}
