package gyrus.kernels.matmul;

import gyrus.kernels.device.ReferenceKernel;
import gyrus.kernels.memory.Operand;

/** The definition: three loops. */
public final class Reference implements ReferenceKernel<MatmulSpec> {

    @Override
    public void compute(MatmulSpec problem, Operand... operands) {
        Operand a = operands[0];
        Operand b = operands[1];
        Operand c = operands[2];
        int m = problem.m();
        int n = problem.n();
        int k = problem.k();
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int l = 0; l < k; l++) {
                    double left = a.get(problem.transposeA() ? (long) l * m + i : (long) i * k + l);
                    double right = b.get(problem.transposeB() ? (long) j * k + l : (long) l * n + j);
                    sum += left * right;
                }
                long at = (long) i * n + j;
                c.set(at, sum + (problem.accumulate() ? c.get(at) : 0));
            }
        }
    }
}
