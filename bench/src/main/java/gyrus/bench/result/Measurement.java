package gyrus.bench.result;

import java.util.Optional;

/**
 * One variant on one problem.
 *
 * @param calls the number of launches of the problem in a training step of the network; 0 outside it
 * @param flops textbook operations of one launch
 * @param bytes compulsory bytes of one launch
 * @param worstError the largest error over its bound: on this problem if it was checked itself, else on all checked ones
 * @param relativeError the root mean square of the errors on this problem over that of the results in float64; NaN where the
 *     problem was not checked itself
 * @param times on one set of operands, which lies in the caches where it fits
 * @param cold on sets of operands in turn that the caches do not hold together, where that was asked for
 * @param counts events that the processor counted in one call, where that was asked for
 */
public record Measurement(String op, String problem, String variant, long calls, double flops, double bytes,
        double worstError, double relativeError, Times times, Optional<Times> cold,
        Optional<Counts> counts) {

    /** Creates a measurement on one set of operands. */
    public Measurement(String op, String problem, String variant, long calls, double flops, double bytes, double worstError,
            double relativeError, Times times) {
        this(op, problem, variant, calls, flops, bytes, worstError, relativeError, times, Optional.empty(), Optional.empty());
    }

    /** Returns the name by which measurements of two runs are matched. */
    public String name() {
        return op + " " + problem + " " + variant;
    }

    /** Returns the speed in 10^9 textbook operations per second, by the median time. */
    public double gigaflops() {
        return flops / times.median() * 1e-9;
    }

    /** Returns the speed in 10^9 compulsory bytes per second, by the median time. */
    public double gigabytes() {
        return bytes / times.median() * 1e-9;
    }

    /**
     * Returns the shortest time that the machine could take, divided by the median time. It exceeds 1 for algorithms that save
     * operations.
     */
    public double shareOfPeak(Peaks peaks) {
        return peaks.leastSeconds(flops, bytes) / times.median();
    }
}
