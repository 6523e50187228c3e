package gyrus.engine.op;

import gyrus.engine.Shape;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** Checks of an op's inputs, and shapes of results. */
final class Ops {

    private Ops() {}

    /** Returns the step that the inputs were created in. */
    static Step step(String op, Tensor... inputs) {
        for (int i = 0; i < inputs.length; i++) {
            int position = i + 1;
            require(inputs[i] != null, op, () -> "tensor " + position + " of " + inputs.length + " is null");
        }
        return Step.of(op, List.of(inputs));
    }

    /** Returns the tensor if its memory is contiguous, else a dense copy, for kernels that take no channel windows. */
    static Tensor dense(Step step, Tensor x) {
        return x.isWindow() ? Copy.copy(x, step.empty(x.name(), x.shape())) : x;
    }

    static void require(boolean holds, String op, Supplier<String> otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(op + ": " + otherwise.get());
        }
    }

    static void requireSameShape(String op, Tensor a, Tensor b) {
        require(a.shape().equals(b.shape()), op, () -> "shapes differ: " + a + " and " + b);
    }

    /** Returns the shape of a reduction: the given axes, or all axes if none is given, have extent 1. */
    static Shape reduced(String op, Tensor x, int... axes) {
        int[] extents = x.shape().extents();
        for (int axis : axes) {
            int rank = extents.length;
            require(axis >= -rank && axis < rank, op, () -> "no axis " + axis + " in " + x + "; there are 0 to " + (rank - 1)
                    + ", or -1 to " + -rank + " counted from the innermost");
            extents[x.shape().axis(axis)] = 1;
        }
        if (axes.length == 0) {
            Arrays.fill(extents, 1);
        }
        return new Shape(extents);
    }

    /** Returns the shape of an element-wise result, whose inputs have equal extents or extents of 1. */
    static Shape broadcast(String op, Tensor a, Tensor b) {
        require(a.shape().rank() == b.shape().rank(), op, () -> "ranks differ: " + a + " and " + b);
        int[] extents = new int[a.shape().rank()];
        for (int axis = 0; axis < extents.length; axis++) {
            int left = a.shape().extent(axis);
            int right = b.shape().extent(axis);
            require(left == right || left == 1 || right == 1, op,
                    () -> "shapes do not broadcast: " + a + " and " + b + " (extents must agree or be 1)");
            extents[axis] = Math.max(left, right);
        }
        return new Shape(extents);
    }
}
