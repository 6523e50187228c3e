package gyrus.kernels.reduce;

import gyrus.kernels.Layout;
import gyrus.kernels.device.ReferenceKernel;
import gyrus.kernels.memory.Operand;
import gyrus.kernels.reduce.ReduceSpec.Function;
import java.util.Arrays;

/** The definition: every element of x is combined into the element of y at its indices. */
public final class Reference implements ReferenceKernel<ReduceSpec> {

    @Override
    public void compute(ReduceSpec problem, Operand... operands) {
        Layout x = problem.x();
        Layout y = problem.y();
        boolean max = problem.function() == Function.MAX;
        double[] results = new double[Math.toIntExact(y.extent().span())];
        Arrays.fill(results, max ? Double.NEGATIVE_INFINITY : 0);
        int[] indices = new int[x.rank()];
        do {
            double value = operands[0].get(x.offset(indices));
            int at = (int) y.offset(indices);
            results[at] = max ? Math.max(results[at], value) : results[at] + value;
        } while (x.advance(indices));
        do {
            int at = (int) y.offset(indices);
            double result = problem.function() == Function.MEAN ? results[at] / problem.terms() : results[at];
            operands[1].set(at, result + (problem.accumulate() ? operands[1].get(at) : 0));
        } while (y.advance(indices));
    }
}
