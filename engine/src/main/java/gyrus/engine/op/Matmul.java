package gyrus.engine.op;

import gyrus.engine.Differentiable;
import gyrus.engine.Shape;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.kernels.matmul.MatmulSpec;
import java.util.List;

/** The matrix product. */
public final class Matmul implements Differentiable {

    /**
     * {@code c = a b}; {@code da = dc b^T, db = a^T dc}.
     *
     * @param a [m,k]
     * @param b [k,n]
     * @return [m,n]
     */
    public static Tensor matmul(Tensor a, Tensor b) {
        Step step = Ops.step("matmul", a, b);
        return dense(step, Ops.dense(step, a), Ops.dense(step, b));
    }

    private static Tensor dense(Step step, Tensor a, Tensor b) {
        Ops.require(a.shape().rank() == 2 && b.shape().rank() == 2 && a.shape().extent(1) == b.shape().extent(0), "matmul",
                () -> "expected [m,k] and [k,n], got " + a + " and " + b);
        int m = a.shape().extent(0);
        int k = a.shape().extent(1);
        int n = b.shape().extent(1);
        Tensor c = step.empty("matmul", new Shape(m, n));
        step.launch(new gyrus.kernels.matmul.Matmul(), new MatmulSpec(m, n, k, false, false, false), a, b, c);
        return step.record(c, List.of(a, b), List.of(a, b), () -> {
            Tensor dc = step.gradient(c);
            step.contribute(a, (da, accumulate) -> step.launch(
                    new gyrus.kernels.matmul.Matmul(), new MatmulSpec(m, k, n, false, true, accumulate), dc, b, da));
            step.contribute(b, (db, accumulate) -> step.launch(
                    new gyrus.kernels.matmul.Matmul(), new MatmulSpec(k, n, m, true, false, accumulate), a, dc, db));
        });
    }

    @Override
    public List<Example> examples() {
        return List.of(Example.of("3x4 by 4x5", Values.NORMAL, List.of(new Shape(3, 4), new Shape(4, 5)),
                inputs -> matmul(inputs.get(0), inputs.get(1))));
    }
}
