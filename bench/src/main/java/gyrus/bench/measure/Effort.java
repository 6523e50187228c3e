package gyrus.bench.measure;

import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * How long a benchmark is run.
 *
 * @param forks fresh Java processes, for the compiler's choices differ from start to start; 0 runs within this one
 * @param warmUps iterations that do not count
 * @param iterations that do
 * @param milliseconds of one iteration
 */
public record Effort(int forks, int warmUps, int iterations, int milliseconds) {

    /** For figures to quote. */
    public static final Effort FULL = new Effort(3, 5, 8, 200);
    /** For a look: it does not see how starts of Java differ. */
    public static final Effort QUICK = new Effort(0, 4, 5, 30);

    private static final double START_SECONDS = 1.5; // of a Java process
    private static final double JMH_SECONDS = 0.3; // of JMH around the iterations

    void applyTo(ChainedOptionsBuilder options) {
        options.forks(forks).warmupIterations(warmUps).warmupTime(TimeValue.milliseconds(milliseconds))
                .measurementIterations(iterations).measurementTime(TimeValue.milliseconds(milliseconds));
    }

    /** Returns an estimate of the seconds that one benchmark takes, with the starts of Java. */
    double seconds() {
        return JMH_SECONDS + forks * START_SECONDS
                + Math.max(1, forks) * (OpBenchmark.REST_SECONDS + (warmUps + iterations) * milliseconds * 1e-3);
    }
}
