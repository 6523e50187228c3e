package gyrus.engine.op.binary;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Maps;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.kernels.map.binary.BinaryFunction;
import java.util.List;

/** The difference, element by element. */
public final class Subtract implements Differentiable {

    /**
     * {@code y = a - b}; {@code da = dy, db = -dy}, summed over the axes that an input was broadcast along.
     *
     * @param a any shape
     * @param b any shape; aligned at the innermost axis, extents are equal or one of them is 1, and missing axes count as 1
     */
    public static Value subtract(Value a, Value b) {
        Tape tape = Ops.tape("subtract", a, b);
        Shape shape = Ops.broadcast("subtract", a, b);
        Value y = tape.empty("subtract", shape);
        Maps.binary(tape, BinaryFunction.SUBTRACT, a, b, y, false);
        return tape.record(y, List.of(a, b), List.of(), () -> {
            Value dy = tape.gradient(y);
            Maps.contribute(tape, a, shape, (da, accumulate) -> Maps.affine(tape, 1, 0, dy, da, accumulate));
            Maps.contribute(tape, b, shape, (db, accumulate) -> Maps.affine(tape, -1, 0, dy, db, accumulate));
        });
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of("same shapes", Values.NORMAL, List.of(new Shape(2, 3, 4), new Shape(2, 3, 4)),
                        inputs -> subtract(inputs.get(0), inputs.get(1))),
                Example.of("a row repeated", Values.NORMAL, List.of(new Shape(2, 3, 4), new Shape(1, 1, 4)),
                        inputs -> subtract(inputs.get(0), inputs.get(1))),
                Example.of("a vector repeated", Values.NORMAL, List.of(new Shape(3, 2, 4), new Shape(4)),
                        inputs -> subtract(inputs.get(0), inputs.get(1))),
                Example.of("both repeated", Values.NORMAL, List.of(new Shape(3, 1), new Shape(1, 5)),
                        inputs -> subtract(inputs.get(0), inputs.get(1))));
    }
}
