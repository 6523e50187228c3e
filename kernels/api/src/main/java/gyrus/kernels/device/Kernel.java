package gyrus.kernels.device;

import gyrus.kernels.Support;

/**
 * One way to compute an op: a class named by its algorithm, with a public constructor without arguments. Its package is the op's,
 * or has the same path below its device's. It is found there, checked on every case, timed and chosen from, unasked.
 */
public interface Kernel<S> {

    /** The algorithm's name: {@code Direct}, {@code Winograd}. */
    default String name() {
        return getClass().getSimpleName();
    }

    /** Whether it can compute this problem on this device, or why not. */
    Support supports(S problem, Device device);

    /** May allocate and compile; the plan then only runs. */
    Plan prepare(S problem, Device device);

    /** How much wider than a plain sum's its rounding errors may be; the algorithm's Javadoc derives it. */
    default double amplification(S problem) {
        return 1;
    }

    /**
     * Unit roundoff of the factors of its products, where they are rounded to fewer digits than the device's numbers have; else 0.
     */
    default double factorRoundoff(Device device) {
        return 0;
    }
}
