package gyrus.engine.op.layout;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.kernels.permute.PermuteSpec;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A tensor with its axes in another order. The result is a copy, because kernels take rows of neighbouring elements. */
public final class Permute implements Differentiable {

    /**
     * {@code y} is x with axis {@code axes[d]} as axis d; {@code dx} is dy in the former order of axes.
     *
     * @param x any shape
     * @param axes each axis of x once; negative axes count from the innermost
     */
    public static Value permute(Value x, int... axes) {
        return permute("permute", x, axes);
    }

    private static Value permute(String op, Value x, int... axes) {
        Tape tape = Ops.tape(op, x);
        List<Integer> order = Arrays.stream(axes).map(axis -> Ops.axis(op, x, axis)).boxed().toList();
        List<Integer> all = IntStream.range(0, x.shape().rank()).boxed().toList();
        Ops.require(order.stream().sorted().toList().equals(all), op,
                () -> "axes " + Arrays.toString(axes) + " of " + x + "; each of its axes must occur once");
        Value y = tape.empty(op, new Shape(order.stream().mapToInt(x.shape()::extent).toArray()));
        tape.launch(new gyrus.kernels.permute.Permute(), new PermuteSpec(x.layout(), order, y.layout(), false), x, y);
        return tape.record(y, List.of(x), List.of(), () -> {
            Value dy = tape.gradient(y);
            List<Integer> back = all.stream().map(order::indexOf).toList();
            tape.contribute(x, (dx, accumulate) -> tape.launch(
                    new gyrus.kernels.permute.Permute(), new PermuteSpec(dy.layout(), back, dx.layout(), accumulate), dy, dx));
        });
    }

    /**
     * Exchanges two axes.
     *
     * @param a an axis; negative axes count from the innermost
     * @param b another axis
     */
    public static Value transpose(Value x, int a, int b) {
        Ops.requirePresent("transpose", x);
        int[] axes = IntStream.range(0, x.shape().rank()).toArray();
        int first = Ops.axis("transpose", x, a);
        int second = Ops.axis("transpose", x, b);
        axes[first] = second;
        axes[second] = first;
        return permute("transpose", x, axes);
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of("rows stay whole", Values.NORMAL, List.of(new Shape(2, 3, 2, 4)),
                        inputs -> permute(inputs.getFirst(), 0, 2, 1, 3)),
                Example.of("channels first", Values.NORMAL, List.of(new Shape(2, 3, 2, 4)),
                        inputs -> permute(inputs.getFirst(), 0, -1, 1, 2)),
                Example.of("transposed", Values.NORMAL, List.of(new Shape(3, 5)), inputs -> transpose(inputs.getFirst(), 0, 1)));
    }
}
