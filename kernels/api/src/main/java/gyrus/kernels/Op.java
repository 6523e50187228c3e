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

    /** Returns the name that people use, such as {@code conv forward}. */
    String name();

    /** Returns the operands of a launch with their shapes and access, in order. */
    List<Port> ports(S problem);

    /** Returns the problems that every variant is checked on: the shapes of the network, and irregular ones. */
    List<S> cases();

    /** Returns the floating-point operations of the textbook algorithm; a multiply-add counts two. */
    double flops(S problem);

    /** Returns K, the number of terms that one output element sums. The agreement bound grows with sqrt(K). */
    double terms(S problem);

    /** Returns the magnitude that rounding errors are measured against. */
    default Magnitude magnitude() {
        return Magnitude.OF_ABSOLUTE_INPUTS;
    }

    /** Returns the compulsory traffic in bytes: each element that is read counts once, each that is written once. */
    default double bytes(S problem, DType dtype) {
        double bytes = 0;
        for (Port port : ports(problem)) {
            bytes += (double) port.extent().elements() * dtype.bytes() * (port.access() == Port.Access.UPDATE ? 2 : 1);
        }
        return bytes;
    }

    /** The scale of an output element, to which its rounding error is relative. */
    enum Magnitude {
        /** The result of the reference on the absolute values of the inputs: {@code sum |a_i b_i|}, for sums of products. */
        OF_ABSOLUTE_INPUTS,
        /** max(1, |result|): for element-wise functions of values around one. */
        OF_RESULT,
        /** The largest |result| of the operand: for element-wise functions whose results share a scale far from one. */
        OF_LARGEST_RESULT
    }
}
