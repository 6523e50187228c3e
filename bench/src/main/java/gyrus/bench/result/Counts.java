package gyrus.bench.result;

/**
 * Events that the processor counted, as means of one call of a measured program; NaN where the processor does not count them.
 *
 * @param instructions that were completed
 * @param cycles of the clock, of all threads together
 * @param misses loads that the last-level cache did not serve
 * @param assists operations on floating-point numbers that the processor's microcode had to finish, such as on subnormal ones;
 *     each takes about a hundred cycles
 */
public record Counts(double instructions, double cycles, double misses, double assists) {

    /** Returns the instructions that were completed in one cycle. */
    public double instructionsPerCycle() {
        return instructions / cycles;
    }

    /** Returns the counts for people. */
    public String text() {
        return ResultText.digits(instructionsPerCycle()) + " instructions a cycle" + text(misses, "misses of the last cache")
                + text(assists, "floating-point assists");
    }

    private static String text(double count, String what) {
        return Double.isNaN(count) ? "" : ", " + ResultText.digits(count) + " " + what;
    }
}
