package gyrus.engine.op.binary;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Maps;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.kernels.map.binary.BinaryFunction;
import java.util.List;

/** The product, element by element. */
public final class Multiply implements Differentiable {

    /**
     * {@code y = a b}; {@code da = dy b, db = dy a}, summed over the axes that an input was broadcast along.
     *
     * @param a any shape
     * @param b any shape; aligned at the innermost axis, extents are equal or one of them is 1, and missing axes count as 1
     */
    public static Value multiply(Value a, Value b) {
        Tape tape = Ops.tape("multiply", a, b);
        Shape shape = Ops.broadcast("multiply", a, b);
        Value y = tape.empty("multiply", shape);
        Maps.binary(tape, BinaryFunction.MULTIPLY, a, b, y, false);
        return tape.record(y, List.of(a, b), List.of(a, b), () -> {
            Value dy = tape.gradient(y);
            Maps.contribute(tape, a, shape, (da, accumulate) -> Maps.binary(tape, BinaryFunction.MULTIPLY, dy, b, da, accumulate));
            Maps.contribute(tape, b, shape, (db, accumulate) -> Maps.binary(tape, BinaryFunction.MULTIPLY, dy, a, db, accumulate));
        });
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of("same shapes", Values.NORMAL, List.of(new Shape(2, 3, 4), new Shape(2, 3, 4)),
                        inputs -> multiply(inputs.get(0), inputs.get(1))),
                Example.of("a row repeated", Values.NORMAL, List.of(new Shape(2, 3, 4), new Shape(1, 1, 4)),
                        inputs -> multiply(inputs.get(0), inputs.get(1))),
                Example.of("a vector repeated", Values.NORMAL, List.of(new Shape(3, 2, 4), new Shape(4)),
                        inputs -> multiply(inputs.get(0), inputs.get(1))),
                Example.of("both repeated", Values.NORMAL, List.of(new Shape(3, 1), new Shape(1, 5)),
                        inputs -> multiply(inputs.get(0), inputs.get(1))));
    }
}
