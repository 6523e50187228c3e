package gyrus.engine.op.matmul;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.engine.op.layout.Copy;
import gyrus.engine.op.layout.Expand;
import gyrus.kernels.matmul.MatmulSpec;
import gyrus.kernels.matmul.batched.BatchedMatmul;
import gyrus.kernels.matmul.batched.BatchedSpec;
import java.util.Arrays;
import java.util.List;

/** The matrix product, or a batch of matrix products. */
public final class Matmul implements Differentiable {

    /**
     * {@code c = a b}, for each index of the leading axes; {@code da = dc b^T, db = a^T dc}, summed over the axes that an input was
     * broadcast along. A matrix b is multiplied with all matrices of a in one product; other broadcast batches are copied.
     *
     * @param a [..,m,k], a matrix or a batch of matrices
     * @param b [..,k,n], a matrix or a batch; leading axes are aligned at the innermost, extents are equal or one of them is 1, and
     *     missing axes count as 1
     * @return [..,m,n]
     */
    public static Value matmul(Value a, Value b) {
        Tape tape = Ops.tape("matmul", a, b);
        Shape left = a.shape();
        Shape right = b.shape();
        int rank = left.rank();
        Ops.require(rank >= 2 && right.rank() >= 2 && left.extent(-1) == right.extent(-2), "matmul",
                () -> "expected [..,m,k] and [..,k,n], got " + a + " and " + b);
        if (right.rank() > 2) {
            int[] batch = batch(a, b);
            return batched(tape, expanded(tape, a, batch), expanded(tape, b, batch));
        }
        int k = left.extent(-1);
        Value rows = Copy.dense(tape, a).view(new Shape(left.size() / k, k));
        return product(tape, rows, Copy.dense(tape, b)).view(left.with(-1, right.extent(-1)));
    }

    /** Returns the leading extents of the result, outermost first. */
    private static int[] batch(Value a, Value b) {
        int[] batch = new int[Math.max(a.shape().rank(), b.shape().rank()) - 2];
        for (int axis = 3; axis <= batch.length + 2; axis++) {
            int left = axis <= a.shape().rank() ? a.shape().extent(-axis) : 1;
            int right = axis <= b.shape().rank() ? b.shape().extent(-axis) : 1;
            Ops.require(left == right || left == 1 || right == 1, "matmul", () -> "the leading axes of " + a + " and " + b
                    + " do not broadcast; counted from the innermost, extents must agree or be 1");
            batch[batch.length + 2 - axis] = Math.max(left, right);
        }
        return batch;
    }

    /** Returns a dense batch of matrices with the given leading extents. */
    private static Value expanded(Tape tape, Value x, int... batch) {
        int[] extents = Arrays.copyOf(batch, batch.length + 2);
        extents[batch.length] = x.shape().extent(-2);
        extents[batch.length + 1] = x.shape().extent(-1);
        if (x.shape().equals(new Shape(extents))) {
            return Copy.dense(tape, x);
        }
        int[] own = new int[extents.length];
        int missing = extents.length - x.shape().rank();
        for (int axis = 0; axis < own.length; axis++) {
            own[axis] = axis < missing ? 1 : x.shape().extent(axis - missing);
        }
        return Expand.expand(tape, x.view(new Shape(own)), extents);
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
                Example.of("batches that broadcast", Values.NORMAL, List.of(new Shape(2, 1, 3, 4), new Shape(3, 4, 2)),
                        inputs -> matmul(inputs.get(0), inputs.get(1))),
                Example.of("two batches", Values.NORMAL, List.of(new Shape(2, 2, 3, 4), new Shape(2, 2, 4, 5)),
                        inputs -> matmul(inputs.get(0), inputs.get(1))));
    }
}
