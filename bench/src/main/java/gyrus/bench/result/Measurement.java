package gyrus.bench.result;

import java.util.Optional;

/**
 * One variant on one problem.
 *
 * @param calls how often a training step of the network launches the problem; 0 outside of it
 * @param flops textbook operations of one launch
 * @param bytes compulsory bytes of one launch
 * @param worstError in units of the bound: on this problem where it was checked itself, else on all that were
 * @param relativeError the root mean square of the errors on this problem over that of the results in float64; NaN where the
 *     problem was not checked itself
 * @param times on one set of operands, which lies in the caches where it fits
 * @param cold on sets of operands in turn that the caches do not hold together, where that was asked for
 */
public record Measurement(String op, String problem, String variant, long calls, double flops, double bytes,
        double worstError, double relativeError, Times times, Optional<Times> cold) {

    /** Creates a measurement on one set of operands. */
    public Measurement(String op, String problem, String variant, long calls, double flops, double bytes, double worstError,
            double relativeError, Times times) {
        this(op, problem, variant, calls, flops, bytes, worstError, relativeError, times, Optional.empty());
    }

    /** Returns the name by which measurements of two runs are matched. */
    public String name() {
        return op + " " + problem + " " + variant;
    }

    public double gigaflops() {
        return flops / times.median() * 1e-9;
    }

    public double gigabytes() {
        return bytes / times.median() * 1e-9;
    }

    /** The least time the machine could take, over the time taken; above 1 for algorithms that save operations. */
    public double shareOfPeak(Peaks peaks) {
        return peaks.leastSeconds(flops, bytes) / times.median();
    }
}
