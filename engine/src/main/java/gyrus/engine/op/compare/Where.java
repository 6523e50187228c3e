package gyrus.engine.op.compare;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Maps;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.kernels.fill.Fill;
import gyrus.kernels.fill.FillSpec;
import gyrus.kernels.map.binary.BinaryFunction;
import java.util.List;

/** The choice between two tensors, element by element. */
public final class Where implements Differentiable {

    /**
     * {@code y = a where condition is not 0, b where condition = 0}; {@code da = dy where condition is not 0, else 0},
     * {@code db = dy where condition = 0, else 0}, summed over the axes that an input was broadcast along. An element that is not
     * chosen has no influence, even if it is infinite or no number.
     *
     * @param a any shape
     * @param condition such as the result of a comparison; every number but 0 chooses a, NaN too; no gradient passes to it
     * @param b any shape; aligned at the innermost axis, the extents of all three are equal or 1, and missing axes count as 1
     */
    public static Value where(Value a, Value condition, Value b) {
        Tape tape = Ops.tape("where", a, condition, b);
        Shape chosen = Ops.broadcast("where", condition, a);
        Value whole = tape.empty("where", chosen);
        Shape shape = Ops.broadcast("where", whole, b);
        tape.release(whole);
        Value zero = tape.empty("zero", Maps.onesLike(condition));
        tape.launch(new Fill(), new FillSpec(zero.extent(), 0), zero);
        Value isZero = tape.empty("condition = 0", condition.shape());
        Maps.binary(tape, BinaryFunction.EQUAL, condition, zero, isZero, false);
        Value isNotZero = tape.empty("condition is not 0", condition.shape());
        Maps.affine(tape, -1, 1, isZero, isNotZero, false);
        tape.release(zero);
        Value y = tape.empty("where", shape);
        Maps.binary(tape, BinaryFunction.SIGN_TRANSFER, a, isNotZero, y, false);
        Maps.binary(tape, BinaryFunction.SIGN_TRANSFER, b, isZero, y, true);
        Value recorded = tape.record(y, List.of(a, b), List.of(isNotZero, isZero), () -> {
            Value dy = tape.gradient(y);
            Maps.contribute(tape, a, shape,
                    (da, accumulate) -> Maps.binary(tape, BinaryFunction.SIGN_TRANSFER, dy, isNotZero, da, accumulate));
            Maps.contribute(tape, b, shape,
                    (db, accumulate) -> Maps.binary(tape, BinaryFunction.SIGN_TRANSFER, dy, isZero, db, accumulate));
        });
        tape.release(isNotZero);
        tape.release(isZero);
        return recorded;
    }

    @Override
    public List<Example> examples() {
        return List.of(
                new Example("same shapes", List.of(new Shape(2, 3), new Shape(2, 3), new Shape(2, 3)),
                        List.of(Values.BINARY, Values.NORMAL, Values.NORMAL),
                        inputs -> where(inputs.get(1), inputs.get(0), inputs.get(2))),
                new Example("a number and a row repeated", List.of(new Shape(2, 3, 1), new Shape(1), new Shape(4)),
                        List.of(Values.BINARY, Values.NORMAL, Values.NORMAL),
                        inputs -> where(inputs.get(1), inputs.get(0), inputs.get(2))));
    }
}
