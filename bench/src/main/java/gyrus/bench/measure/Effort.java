package gyrus.bench.measure;

import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * The duration of a benchmark.
 *
 * @param forks the number of new Java processes, because the choices of the JIT compiler differ between processes; 0 runs in
 *     this process
 * @param warmUps the number of iterations before the measured ones
 * @param iterations the number of measured iterations
 * @param milliseconds the duration of one iteration
 */
public record Effort(int forks, int warmUps, int iterations, int milliseconds) {

    /** The effort for figures to quote. */
    public static final Effort FULL = new Effort(3, 5, 8, 200);
    /** The effort for a quick look, without the differences between Java processes. */
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
