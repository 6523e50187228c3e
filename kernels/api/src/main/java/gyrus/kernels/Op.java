package gyrus.kernels;

import java.util.List;

/**
 * A kernel family: one thing to compute, declared once and read by the tests, the benchmarks, the selector and the docs.
 *
 * <p>An implementation is a record without components, so that it can be found by its folder and compared by its type. Its
 * reference kernel lies in the same package. Kernels for a device lie in the package of the same path below the device's: those of
 * {@code gyrus.kernels.conv.forward} for the CPU in {@code gyrus.kernels.cpu.conv.forward}.
 *
 * @param <S> the problem: a record of shapes and options
 */
public interface Op<S> {

    /** The name people use: {@code conv forward}. */
    String name();

    /** Returns the operands of a launch with their shapes and access, in order. */
    List<Port> ports(S problem);

    /** The network's real shapes, and odd ones: what every variant is checked on. */
    List<S> cases();

    /** Floating-point operations of the textbook algorithm; a multiply-add counts two. */
    double flops(S problem);

    /** K: the number of terms behind one output element, which the agreement bound grows with as sqrt(K). */
    double terms(S problem);

    /** Returns the magnitude that rounding errors are measured against. */
    default Magnitude magnitude() {
        return Magnitude.OF_ABSOLUTE_INPUTS;
    }

    /** Bytes that must move at least once: every element read, written, or both. */
    default double bytes(S problem, DType dtype) {
        double bytes = 0;
        for (Port port : ports(problem)) {
            bytes += (double) port.extent().elements() * dtype.bytes() * (port.access() == Port.Access.UPDATE ? 2 : 1);
        }
        return bytes;
    }

    /** The scale of an output element that a rounding error is relative to. */
    enum Magnitude {
        /** The reference run on the inputs' absolute values: sum |a_i b_i|, right for every sum of products. */
        OF_ABSOLUTE_INPUTS,
        /** max(1, |result|): for element-wise functions of values around one. */
        OF_RESULT,
        /** The operand's largest |result|: for element-wise functions whose results share a scale far from one. */
        OF_LARGEST_RESULT
    }
}
