package gyrus.engine.op;

import gyrus.kernels.Extent;
import gyrus.kernels.Image;
import gyrus.kernels.Layout;
import java.util.List;

/** A tensor as an op sees it: the shape and the memory layout of its operands and its result, without their numbers. */
public interface Value {

    /** Returns the extents, outermost first. */
    Shape shape();

    /** Returns the name of the parameter or input, or of the op that computed the value. */
    String name();

    /** Returns the tape that records an op on the inputs, of which this value is one, after checking that they belong together. */
    Tape tape(String op, List<Value> inputs);

    /** Returns whether a backward pass computes the gradient of this value. */
    boolean requiresGrad();

    /** Returns whether the value is strided: a channel window with more than one row. */
    boolean isWindow();

    /** Returns the window of channels {@code from} (inclusive) to {@code to} (exclusive), in the memory of this value. */
    Value channels(int from, int to);

    /**
     * Returns this value in another shape, in the same memory and with the same gradient.
     *
     * @throws IllegalArgumentException if the number of elements differs, or if this value is {@linkplain #isWindow strided} and
     *         the innermost extent differs
     */
    Value view(Shape shape);

    /** Returns the layout as rows of channels, for an element-wise kernel. */
    Extent extent();

    /** Returns the shape with its row pitch, for kernels that broadcast. */
    Layout layout();

    /** Returns the image layout [N,H,W,C] for a kernel; the error for another rank names the op. */
    Image image(String op);
}
