package gyrus.kernels.device;

import gyrus.kernels.Support;

/**
 * One way to compute an op: a class named by its algorithm, with a public constructor without arguments. The class lies in the
 * package of the op, or in the package of equal path below its device's. {@link Catalog} finds it there; tests check it on every
 * case of the op.
 */
public interface Kernel<S> {

    /** Returns the name of the algorithm: {@code Direct}, {@code Winograd}. */
    default String name() {
        return getClass().getSimpleName();
    }

    /** Returns whether the kernel computes this problem on this device, or why not. */
    Support supports(S problem, Device device);

    /** Returns a plan for this problem on this device. Preparation may allocate and compile; a launch of the plan does neither. */
    Plan prepare(S problem, Device device);

    /**
     * Returns the rounding errors of the algorithm relative to those of a plain sum, at least 1. The Javadoc of the algorithm
     * derives the figure.
     */
    default double amplification(S problem) {
        return 1;
    }

    /**
     * Returns the unit roundoff of the format that factors of products are rounded to, or 0 if it is the device's number format.
     */
    default double factorRoundoff(Device device) {
        return 0;
    }
}
