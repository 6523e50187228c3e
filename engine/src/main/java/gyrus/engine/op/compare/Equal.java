package gyrus.engine.op.compare;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Maps;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.kernels.map.binary.BinaryFunction;
import java.util.List;

/** Tests elements of two tensors for equality. */
public final class Equal implements Differentiable {

    /**
     * {@code y = 1 where a = b, else 0}. No gradient passes: the result is constant around almost every input.
     *
     * @param a any shape
     * @param b any shape; aligned at the innermost axis, extents are equal or one of them is 1, and missing axes count as 1
     */
    public static Value equal(Value a, Value b) {
        Tape tape = Ops.tape("equal", a, b);
        Value y = tape.empty("equal", Ops.broadcast("equal", a, b));
        Maps.binary(tape, BinaryFunction.EQUAL, a, b, y, false);
        return y;
    }

    @Override
    public List<Example> examples() {
        return List.of(
                new Example("zeros and ones", List.of(new Shape(2, 3, 4), new Shape(2, 3, 4)),
                        List.of(Values.BINARY, Values.BINARY), inputs -> equal(inputs.get(0), inputs.get(1))),
                new Example("a row repeated", List.of(new Shape(2, 3, 4), new Shape(4)), List.of(Values.BINARY, Values.BINARY),
                        inputs -> equal(inputs.get(0), inputs.get(1))));
    }
}
