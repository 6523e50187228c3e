package gyrus.engine.op.index;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.engine.op.layout.Copy;
import gyrus.kernels.gather.GatherSpec;
import gyrus.kernels.gather.forward.GatherForward;
import gyrus.kernels.gather.gradient.GatherGradient;
import java.util.Arrays;
import java.util.List;

/** Rows of a table by their indices, such as the vectors of words. */
public final class Embedding implements Differentiable {

    /**
     * {@code y[..,d] = w[indices[..], d]}; {@code dw[v,d]} is the sum of {@code dy[..,d]} over all places with index v, in their
     * order. An index that is no whole number from 0 to V - 1 gives NaN.
     *
     * @param w [V,D], the table
     * @param indices whole numbers of any shape of at most 5 axes; they have no gradient
     * @return [..,D], the shape of the indices and a row of the table
     */
    public static Value embedding(Value w, Value indices) {
        Tape tape = Ops.tape("embedding", w, indices);
        Ops.require(w.shape().rank() == 2, "embedding", () -> "expected a table [V,D], got " + w);
        return rows(tape, Copy.dense(tape, w), Copy.dense(tape, indices));
    }

    private static Value rows(Tape tape, Value w, Value indices) {
        int entries = w.shape().extent(0);
        int width = w.shape().extent(1);
        int count = indices.shape().size();
        int[] extents = Arrays.copyOf(indices.shape().extents(), indices.shape().rank() + 1);
        extents[extents.length - 1] = width;
        Value y = tape.empty("embedding", new Shape(extents));
        tape.launch(new GatherForward(), new GatherSpec(entries, width, count, width, false), w, indices, y);
        return tape.record(y, List.of(w), List.of(indices), () -> {
            Value dy = tape.gradient(y);
            tape.contribute(w, (dw, accumulate) -> tape.launch(
                    new GatherGradient(), new GatherSpec(entries, width, count, width, accumulate), indices, dy, dw));
        });
    }

    @Override
    public List<Example> examples() {
        return List.of(new Example("repeated rows", List.of(new Shape(4, 3), new Shape(2, 5)),
                List.of(Values.NORMAL, Values.INDICES),
                inputs -> embedding(inputs.get(0), inputs.get(1))));
    }
}
