package gyrus.engine.op;

import gyrus.engine.Shape;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** What ops check before they run: that their tensors belong together. */
final class Ops {

    private Ops() {}

    /** The step that the inputs were born in. */
    static Step step(String op, Tensor... inputs) {
        for (int i = 0; i < inputs.length; i++) {
            int position = i + 1;
            require(inputs[i] != null, op, () -> "tensor " + position + " of " + inputs.length + " is null");
        }
        return Step.of(op, List.of(inputs));
    }

    /** The tensor itself where its memory is in one piece, else a copy, for kernels that take no channel windows. */
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

    /** The shape of a reduction: the named axes, or all if none is named, become 1. */
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

    /** The shape of an element-wise result: extents agree, or one of them is 1. */
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
