package gyrus.engine.op.layout;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.kernels.copy.BoxCopy;
import gyrus.kernels.copy.BoxCopySpec;
import java.util.List;

/** Copies a tensor into another, which may be a channel window; copies into adjacent windows concatenate tensors. */
public final class Copy implements Differentiable {

    /**
     * {@code y = x}; {@code dx = dy}.
     *
     * @param x any shape
     * @param y the same shape
     */
    public static Value copy(Value x, Value y) {
        Tape tape = Ops.tape("copy", x, y);
        Ops.requireSameShape("copy", x, y);
        tape.launch(new BoxCopy(), new BoxCopySpec(x.extent(), y.extent(), false), x, y);
        return tape.record(y, List.of(x), List.of(), () -> {
            Value dy = tape.gradient(y);
            tape.contribute(x,
                    (dx, accumulate) -> tape.launch(new BoxCopy(), new BoxCopySpec(dy.extent(), dx.extent(), accumulate), dy, dx));
        });
    }

    /** Returns the tensor if its memory is contiguous, else a dense copy, for kernels that take no channel windows. */
    public static Value dense(Tape tape, Value x) {
        return x.isWindow() ? copy(x, tape.empty(x.name(), x.shape())) : x;
    }

    @Override
    public List<Example> examples() {
        return List.of(Example.of("into a window", Values.NORMAL, List.of(new Shape(2, 3, 2, 4)), inputs -> {
            Value wide = Ops.tape("copy", inputs.getFirst()).empty("wide", new Shape(2, 3, 2, 9));
            return copy(inputs.getFirst(), wide.channels(3, 7));
        }));
    }
}
