package gyrus.engine.op.layout;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Maps;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.kernels.reduce.ReduceSpec;
import java.util.Arrays;
import java.util.List;

/** A tensor repeated along its axes of extent 1. The result is a copy; element-wise ops of two tensors broadcast without it. */
public final class Expand implements Differentiable {

    /**
     * {@code y = x}, repeated along its axes of extent 1; {@code dx} is the sum of dy over these axes.
     *
     * @param x any shape
     * @param extents the shape of the result, of the rank of x; -1 stands for the extent of x
     */
    public static Value expand(Value x, int... extents) {
        return expand(Ops.tape("expand", x), x, extents);
    }

    /** Computes {@link #expand(Value, int...)} on the tape of an op that also has other inputs. */
    public static Value expand(Tape tape, Value x, int... extents) {
        int[] expanded = extents.clone();
        boolean fits = extents.length == x.shape().rank();
        for (int axis = 0; fits && axis < extents.length; axis++) {
            int extent = x.shape().extent(axis);
            expanded[axis] = extents[axis] == -1 ? extent : extents[axis];
            fits = extent == 1 || extent == expanded[axis];
        }
        Ops.require(fits, "expand", () -> x + " does not repeat to " + Arrays.toString(extents)
                + " (the ranks must agree, and the extents unless that of the tensor is 1)");
        Value y = tape.empty("expand", new Shape(expanded));
        Maps.repeat(tape, 1, x, y, false);
        return tape.record(y, List.of(x), List.of(), () -> {
            Value dy = tape.gradient(y);
            tape.contribute(x, (dx, accumulate) -> Maps.reduce(tape, ReduceSpec.Function.SUM, dy, dx, accumulate));
        });
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of("channels", Values.NORMAL, List.of(new Shape(2, 3, 1)),
                        inputs -> expand(inputs.getFirst(), -1, 3, 4)),
                Example.of("all but one", Values.NORMAL, List.of(new Shape(1, 3, 1)),
                        inputs -> expand(inputs.getFirst(), 2, 3, 4)));
    }
}
