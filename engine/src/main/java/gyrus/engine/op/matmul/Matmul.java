package gyrus.engine.op.matmul;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.engine.op.layout.Copy;
import gyrus.kernels.matmul.MatmulSpec;
import gyrus.kernels.matmul.batched.BatchedMatmul;
import gyrus.kernels.matmul.batched.BatchedSpec;
import java.util.List;

/** The matrix product, or a batch of matrix products. */
public final class Matmul implements Differentiable {

    /**
     * {@code c = a b}, for each index of the leading axes; {@code da = dc b^T, db = a^T dc}. A matrix b is multiplied with all
     * matrices of a, and db is summed over them.
     *
     * @param a [..,m,k], a matrix or a batch of matrices
     * @param b [k,n], or [..,k,n] with the leading axes of a
     * @return [..,m,n]
     */
    public static Value matmul(Value a, Value b) {
        Tape tape = Ops.tape("matmul", a, b);
        Shape left = a.shape();
        Shape right = b.shape();
        int rank = left.rank();
        Ops.require(rank >= 2 && (right.rank() == 2 || right.rank() == rank) && left.extent(-1) == right.extent(-2), "matmul",
                () -> "expected [..,m,k] and [k,n] or [..,k,n], got " + a + " and " + b);
        for (int axis = 0; right.rank() > 2 && axis < rank - 2; axis++) {
            Ops.require(left.extent(axis) == right.extent(axis), "matmul",
                    () -> "the leading axes of " + a + " and " + b + " differ; expand the one of extent 1 (x.expand) first");
        }
        if (right.rank() > 2) {
            return batched(tape, Copy.dense(tape, a), Copy.dense(tape, b));
        }
        int k = left.extent(-1);
        Value rows = Copy.dense(tape, a).view(new Shape(left.size() / k, k));
        return product(tape, rows, Copy.dense(tape, b)).view(left.with(-1, right.extent(-1)));
    }

    private static Value product(Tape tape, Value a, Value b) {
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

    private static Value batched(Tape tape, Value a, Value b) {
        int m = a.shape().extent(-2);
        int k = a.shape().extent(-1);
        int n = b.shape().extent(-1);
        int count = a.shape().size() / m / k;
        Value c = tape.empty("matmul", a.shape().with(-1, n));
        tape.launch(new BatchedMatmul(), new BatchedSpec(count, new MatmulSpec(m, n, k, false, false, false)), a, b, c);
        return tape.record(c, List.of(a, b), List.of(a, b), () -> {
            Value dc = tape.gradient(c);
            tape.contribute(a, (da, accumulate) -> tape.launch(
                    new BatchedMatmul(), new BatchedSpec(count, new MatmulSpec(m, k, n, false, true, accumulate)), dc, b, da));
            tape.contribute(b, (db, accumulate) -> tape.launch(
                    new BatchedMatmul(), new BatchedSpec(count, new MatmulSpec(k, n, m, true, false, accumulate)), a, dc, db));
        });
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of("3x4 by 4x5", Values.NORMAL, List.of(new Shape(3, 4), new Shape(4, 5)),
                        inputs -> matmul(inputs.get(0), inputs.get(1))),
                Example.of("a batch by a matrix", Values.NORMAL, List.of(new Shape(2, 3, 4), new Shape(4, 5)),
                        inputs -> matmul(inputs.get(0), inputs.get(1))),
                Example.of("two batches", Values.NORMAL, List.of(new Shape(2, 2, 3, 4), new Shape(2, 2, 4, 5)),
                        inputs -> matmul(inputs.get(0), inputs.get(1))));
    }
}
