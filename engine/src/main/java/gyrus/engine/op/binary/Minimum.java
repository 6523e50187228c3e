package gyrus.engine.op.binary;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Maps;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.kernels.map.binary.BinaryFunction;
import java.util.List;

/** The smaller of two, element by element. */
public final class Minimum implements Differentiable {

    /**
     * {@code y = min(a, b)}; {@code da = dy where a < b, db = dy where b < a}, and half of dy each where they are equal (as in
     * PyTorch), summed over the axes that an input was broadcast along.
     *
     * @param a any shape
     * @param b any shape; aligned at the innermost axis, extents are equal or one of them is 1, and missing axes count as 1
     */
    public static Value minimum(Value a, Value b) {
        Tape tape = Ops.tape("minimum", a, b);
        Shape shape = Ops.broadcast("minimum", a, b);
        Value y = tape.empty("minimum", shape);
        Maps.binary(tape, BinaryFunction.MINIMUM, a, b, y, false);
        return tape.record(y, List.of(a, b), List.of(a, b), () -> {
            Value dy = tape.gradient(y);
            Maps.contribute(tape, a, shape, (da, accumulate) -> Maximum.weighted(tape, dy, a, b, da, accumulate));
            Maps.contribute(tape, b, shape, (db, accumulate) -> Maximum.weighted(tape, dy, b, a, db, accumulate));
        });
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of("of a tensor and itself", Values.NORMAL, List.of(new Shape(2, 5)),
                        inputs -> minimum(inputs.get(0), inputs.get(0))),
                Example.of("same shapes", Values.DISTINCT, List.of(new Shape(2, 3, 4), new Shape(2, 3, 4)),
                        inputs -> minimum(inputs.get(0), inputs.get(1))),
                Example.of("a row repeated", Values.DISTINCT, List.of(new Shape(2, 3, 4), new Shape(1, 1, 4)),
                        inputs -> minimum(inputs.get(0), inputs.get(1))),
                Example.of("a vector repeated", Values.DISTINCT, List.of(new Shape(3, 2, 4), new Shape(4)),
                        inputs -> minimum(inputs.get(0), inputs.get(1))),
                Example.of("both repeated", Values.DISTINCT, List.of(new Shape(3, 1), new Shape(1, 5)),
                        inputs -> minimum(inputs.get(0), inputs.get(1))));
    }
}
