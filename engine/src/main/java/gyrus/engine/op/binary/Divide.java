package gyrus.engine.op.binary;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Maps;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.kernels.map.binary.BinaryFunction;
import java.util.List;

/** The quotient, element by element. */
public final class Divide implements Differentiable {

    /**
     * {@code y = a / b}; {@code da = dy / b, db = -dy y / b}, summed over the axes that an input was broadcast along.
     *
     * @param a any shape
     * @param b any shape; aligned at the innermost axis, extents are equal or one of them is 1, and missing axes count as 1
     */
    public static Value divide(Value a, Value b) {
        Tape tape = Ops.tape("divide", a, b);
        Shape shape = Ops.broadcast("divide", a, b);
        Value y = tape.empty("divide", shape);
        Maps.binary(tape, BinaryFunction.DIVIDE, a, b, y, false);
        return tape.record(y, List.of(a, b), List.of(b, y), () -> {
            Value dy = tape.gradient(y);
            Maps.contribute(tape, a, shape, (da, accumulate) -> Maps.binary(tape, BinaryFunction.DIVIDE, dy, b, da, accumulate));
            Maps.contribute(tape, b, shape, (db, accumulate) -> {
                Value slope = tape.empty("y / b", shape);
                Value negated = tape.empty("-y / b", shape);
                Maps.binary(tape, BinaryFunction.DIVIDE, y, b, slope, false);
                Maps.affine(tape, -1, 0, slope, negated, false);
                Maps.binary(tape, BinaryFunction.MULTIPLY, dy, negated, db, accumulate);
                tape.release(slope);
                tape.release(negated);
            });
        });
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of("same shapes", Values.POSITIVE, List.of(new Shape(2, 3, 4), new Shape(2, 3, 4)),
                        inputs -> divide(inputs.get(0), inputs.get(1))),
                Example.of("a row repeated", Values.POSITIVE, List.of(new Shape(2, 3, 4), new Shape(1, 1, 4)),
                        inputs -> divide(inputs.get(0), inputs.get(1))),
                Example.of("a vector repeated", Values.POSITIVE, List.of(new Shape(3, 2, 4), new Shape(4)),
                        inputs -> divide(inputs.get(0), inputs.get(1))),
                Example.of("both repeated", Values.POSITIVE, List.of(new Shape(3, 1), new Shape(1, 5)),
                        inputs -> divide(inputs.get(0), inputs.get(1))));
    }
}
