package gyrus.app.statistics;

/**
 * What an interval says about the smallest effect of interest. An interval within its two bounds is a test of equivalence: both
 * one-sided tests reject (Schuirmann 1987), each at half of the interval's level.
 */
public enum Relevance {
    /** Every value of the interval is smaller than the smallest effect of interest, whatever its sign. */
    NEGLIGIBLE,
    /** Every value of the interval is at least as large as the smallest effect of interest, in one direction. */
    RELEVANT,
    /** The interval holds values of both kinds. */
    UNDECIDED;

    /** @param smallest the smallest effect of interest, above 0 */
    public static Relevance of(Interval interval, double smallest) {
        if (interval.low() > -smallest && interval.high() < smallest) {
            return NEGLIGIBLE;
        }
        return interval.low() >= smallest || interval.high() <= -smallest ? RELEVANT : UNDECIDED;
    }
}
