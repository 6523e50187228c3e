package gyrus.kernels.matmul;

import gyrus.kernels.Op;
import gyrus.kernels.Port;
import java.util.ArrayList;
import java.util.List;

/** {@code c[i,j] = sum over l of op(a)[i,l] * op(b)[l,j]}, written or added, each factor as it lies or transposed. */
public record Matmul() implements Op<MatmulSpec> {

    @Override
    public String name() {
        return "matmul";
    }

    @Override
    public List<Port> ports(MatmulSpec problem) {
        return List.of(
                Port.read("a", problem.a()),
                Port.read("b", problem.b()),
                Port.writeOrAdd("c", problem.c(), problem.accumulate()));
    }

    @Override
    public List<MatmulSpec> cases() {
        List<MatmulSpec> cases = new ArrayList<>();
        for (boolean transposeA : new boolean[] {false, true}) {
            for (boolean transposeB : new boolean[] {false, true}) {
                for (boolean accumulate : new boolean[] {false, true}) {
                    cases.add(new MatmulSpec(96, 128, 64, transposeA, transposeB, accumulate));
                    cases.add(new MatmulSpec(131, 301, 517, transposeA, transposeB, accumulate));
                    cases.add(new MatmulSpec(1, 1, 1, transposeA, transposeB, accumulate));
                    cases.add(new MatmulSpec(7, 5, 3, transposeA, transposeB, accumulate));
                }
                cases.add(new MatmulSpec(1, 70, 300, transposeA, transposeB, false));
                cases.add(new MatmulSpec(260, 1, 33, transposeA, transposeB, false));
            }
        }
        return cases;
    }

    @Override
    public double flops(MatmulSpec problem) {
        return 2.0 * problem.m() * problem.n() * problem.k();
    }

    @Override
    public double terms(MatmulSpec problem) {
        return problem.k() + 1.0;
    }
}
