package gyrus.engine.op;

import gyrus.kernels.Layout;
import gyrus.kernels.fill.Fill;
import gyrus.kernels.fill.FillSpec;
import gyrus.kernels.map.binary.BinaryFunction;
import gyrus.kernels.map.binary.BinaryMap;
import gyrus.kernels.map.binary.BinarySpec;
import gyrus.kernels.map.unary.UnaryFunction;
import gyrus.kernels.map.unary.UnaryMap;
import gyrus.kernels.map.unary.UnarySpec;
import gyrus.kernels.reduce.Reduce;
import gyrus.kernels.reduce.ReduceSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Launches of element-wise kernels for forward passes and derivatives; {@code (+)=} is {@code +=} if accumulate is set. */
public final class Maps {

    private Maps() {}

    /** Computes {@code y (+)= f(x)}. */
    public static void unary(Tape tape, UnaryFunction function, Value x, Value y, boolean accumulate) {
        tape.launch(new UnaryMap(), new UnarySpec(function, 1, 0, x.extent(), y.extent(), accumulate), x, y);
    }

    /** Computes {@code y = f(scale x + shift)}. */
    public static void unary(Tape tape, UnaryFunction function, double scale, double shift, Value x, Value y) {
        tape.launch(new UnaryMap(), new UnarySpec(function, scale, shift, x.extent(), y.extent(), false), x, y);
    }

    /** Computes {@code y (+)= scale x + shift}. */
    public static void affine(Tape tape, double scale, double shift, Value x, Value y, boolean accumulate) {
        tape.launch(new UnaryMap(),
                new UnarySpec(UnaryFunction.IDENTITY, scale, shift, x.extent(), y.extent(), accumulate), x, y);
    }

    /** Computes {@code y (+)= f(a, b)}; extents of 1 broadcast, and so do outer axes that a or b lacks. */
    public static void binary(Tape tape, BinaryFunction function, Value a, Value b, Value y, boolean accumulate) {
        int rank = y.shape().rank();
        tape.launch(new BinaryMap(), new BinarySpec(function, layout(a, rank), layout(b, rank), y.layout(), accumulate), a, b, y);
    }

    /** Computes {@code y (+)= f over the axes of x that have extent 1 in y, or that y lacks}. */
    public static void reduce(Tape tape, ReduceSpec.Function function, Value x, Value y, boolean accumulate) {
        tape.launch(new Reduce(), new ReduceSpec(function, x.layout(), layout(y, x.shape().rank()), accumulate), x, y);
    }

    /** Returns a value's layout with outer axes of extent 1 up to the rank. */
    private static Layout layout(Value value, int rank) {
        if (value.shape().rank() == rank) {
            return value.layout();
        }
        List<Integer> extents = new ArrayList<>(Collections.nCopies(rank - value.shape().rank(), 1));
        extents.addAll(value.layout().shape());
        return new Layout(extents, value.layout().pitch());
    }

    /** Computes {@code y (+)= factor x}; extents of 1 in x broadcast. */
    public static void repeat(Tape tape, double factor, Value x, Value y, boolean accumulate) {
        Value factors = number(tape, factor);
        binary(tape, BinaryFunction.MULTIPLY, x, factors, y, accumulate);
        tape.release(factors);
    }

    /** Returns one number as a tensor [1], which broadcasts to every shape. */
    public static Value number(Tape tape, double value) {
        Value number = tape.empty("number", new Shape(1));
        tape.launch(new Fill(), new FillSpec(number.extent(), value), number);
        return number;
    }

    /** Returns 0, 1, ..., count - 1 as a tensor [count]: each launch doubles what the ones before have written. */
    public static Value indices(Tape tape, int count) {
        Value indices = tape.empty("indices", new Shape(count));
        Value zero = indices.channels(0, 1);
        tape.launch(new Fill(), new FillSpec(zero.extent(), 0), zero);
        for (int written = 1; written < count; written += Math.min(written, count - written)) {
            int more = Math.min(written, count - written);
            affine(tape, 1, written, indices.channels(0, more), indices.channels(written, written + more), false);
        }
        return indices;
    }

    /** Returns the shape [1,...,1] of the tensor's rank. */
    public static Shape onesLike(Value tensor) {
        int[] extents = new int[tensor.shape().rank()];
        Arrays.fill(extents, 1);
        return new Shape(extents);
    }

    /**
     * Contributes to the gradient of an input that may have been broadcast to the result's shape; the contribution is summed over
     * the broadcast axes.
     */
    public static void contribute(Tape tape, Value input, Shape result, Tape.Contribution contribution) {
        if (input.shape().equals(result) || !input.requiresGrad()) {
            tape.contribute(input, contribution);
            return;
        }
        Value repeated = tape.empty("repeated gradient", result);
        contribution.write(repeated, false);
        tape.contribute(input, (dx, accumulate) -> reduce(tape, ReduceSpec.Function.SUM, repeated, dx, accumulate));
        tape.release(repeated);
    }
}
