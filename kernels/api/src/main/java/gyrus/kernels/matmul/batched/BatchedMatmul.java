package gyrus.kernels.matmul.batched;

import gyrus.kernels.Op;
import gyrus.kernels.Port;
import gyrus.kernels.matmul.MatmulSpec;
import java.util.ArrayList;
import java.util.List;

/** {@code c[p,i,j] = sum over l of op(a[p])[i,l] * op(b[p])[l,j]}, written or added, for each of many products p. */
public record BatchedMatmul() implements Op<BatchedSpec> {

    @Override
    public String name() {
        return "batched matmul";
    }

    @Override
    public List<Port> ports(BatchedSpec problem) {
        return List.of(
                Port.read("a", problem.a()),
                Port.read("b", problem.b()),
                Port.writeOrAdd("c", problem.c(), problem.each().accumulate()));
    }

    @Override
    public List<BatchedSpec> cases() {
        List<BatchedSpec> cases = new ArrayList<>();
        for (boolean transposeA : new boolean[] {false, true}) {
            for (boolean transposeB : new boolean[] {false, true}) {
                cases.add(new BatchedSpec(12, new MatmulSpec(40, 33, 16, transposeA, transposeB, false)));
                cases.add(new BatchedSpec(3, new MatmulSpec(17, 70, 5, transposeA, transposeB, true)));
                cases.add(new BatchedSpec(5, new MatmulSpec(1, 1, 1, transposeA, transposeB, false)));
                cases.add(new BatchedSpec(1, new MatmulSpec(2, 3, 300, transposeA, transposeB, true)));
            }
        }
        return cases;
    }

    @Override
    public double flops(BatchedSpec problem) {
        return 2.0 * problem.count() * problem.each().m() * problem.each().n() * problem.each().k();
    }

    @Override
    public double terms(BatchedSpec problem) {
        return problem.each().k() + 1.0;
    }
}
