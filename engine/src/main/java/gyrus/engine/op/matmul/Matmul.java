package gyrus.engine.op.matmul;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.engine.op.layout.Copy;
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
    public static Value matmul(Value a, Value b) {
        Tape tape = Ops.tape("matmul", a, b);
        return dense(tape, Copy.dense(tape, a), Copy.dense(tape, b));
    }

    private static Value dense(Tape tape, Value a, Value b) {
        Ops.require(a.shape().rank() == 2 && b.shape().rank() == 2 && a.shape().extent(1) == b.shape().extent(0), "matmul",
                () -> "expected [m,k] and [k,n], got " + a + " and " + b);
        int m = a.shape().extent(0);
        int k = a.shape().extent(1);
        int n = b.shape().extent(1);
        Value c = tape.empty("matmul", new Shape(m, n));
        tape.launch(new gyrus.kernels.matmul.Matmul(), new MatmulSpec(m, n, k, false, false, false), a, b, c);
        return tape.record(c, List.of(a, b), List.of(a, b), () -> {
            Value dc = tape.gradient(c);
            tape.contribute(a, (da, accumulate) -> tape.launch(
                    new gyrus.kernels.matmul.Matmul(), new MatmulSpec(m, k, n, false, true, accumulate), dc, b, da));
            tape.contribute(b, (db, accumulate) -> tape.launch(
                    new gyrus.kernels.matmul.Matmul(), new MatmulSpec(k, n, m, true, false, accumulate), a, dc, db));
        });
    }

    @Override
    public List<Example> examples() {
        return List.of(Example.of("3x4 by 4x5", Values.NORMAL, List.of(new Shape(3, 4), new Shape(4, 5)),
                inputs -> matmul(inputs.get(0), inputs.get(1))));
    }
}
