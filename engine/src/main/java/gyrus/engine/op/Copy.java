package gyrus.engine.op;

import gyrus.engine.Differentiable;
import gyrus.engine.Shape;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
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
    public static Tensor copy(Tensor x, Tensor y) {
        Step step = Ops.step("copy", x, y);
        Ops.requireSameShape("copy", x, y);
        step.launch(new BoxCopy(), new BoxCopySpec(x.extent(), y.extent(), false), x, y);
        return step.record(y, List.of(x), List.of(), () -> {
            Tensor dy = step.gradient(y);
            step.contribute(x, (dx, accumulate) ->
                    step.launch(new BoxCopy(), new BoxCopySpec(dy.extent(), dx.extent(), accumulate), dy, dx));
        });
    }

    @Override
    public List<Example> examples() {
        return List.of(Example.of("into a window", Values.NORMAL, List.of(new Shape(2, 3, 2, 4)), inputs -> {
            Tensor wide = Ops.step("copy", inputs.getFirst()).empty("wide", new Shape(2, 3, 2, 9));
            return copy(inputs.getFirst(), wide.channels(3, 7));
        }));
    }
}
