package gyrus.engine.op.compare;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Maps;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.kernels.map.binary.BinaryFunction;
import java.util.List;

/** Tests whether elements of one tensor are greater than those of another. */
public final class Greater implements Differentiable {

    /**
     * {@code y = 1 where a > b, else 0}. No gradient passes: the result is constant around almost every input.
     *
     * @param a any shape
     * @param b any shape; aligned at the innermost axis, extents are equal or one of them is 1, and missing axes count as 1
     */
    public static Value greater(Value a, Value b) {
        Tape tape = Ops.tape("greater", a, b);
        Value y = tape.empty("greater", Ops.broadcast("greater", a, b));
        Maps.binary(tape, BinaryFunction.GREATER, a, b, y, false);
        return y;
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of("same shapes", Values.DISTINCT, List.of(new Shape(2, 3, 4), new Shape(2, 3, 4)),
                        inputs -> greater(inputs.get(0), inputs.get(1))),
                Example.of("a row repeated", Values.DISTINCT, List.of(new Shape(2, 3, 4), new Shape(4)),
                        inputs -> greater(inputs.get(0), inputs.get(1))));
    }
}
