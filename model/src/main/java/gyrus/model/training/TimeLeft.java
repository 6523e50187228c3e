package gyrus.model.training;

import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalDouble;

/**
 * Estimates the time until the end of a run from the recent speed of its steps. A run is one training or several, in sequence or
 * in parallel; a validation step counts as a third of a training step. Thread-safe.
 */
public final class TimeLeft {

    private static final double VALIDATION = 1.0 / 3; // of a training step, because it is a forward pass only
    private static final Duration SETTLING = Duration.ofSeconds(5); // the JIT compiler is at work during this time
    private static final int SETTLING_STEPS = 5;
    private static final Duration MEMORY = Duration.ofSeconds(20); // time constant of the exponential average of the speed

    private final InstantSource clock;
    private double expected;
    private double done;
    private double started = Double.NaN; // ms, as all times below
    private double last;
    private int steps;
    private double each = Double.NaN;

    /** Creates an estimate for a run that starts now by the clock. */
    public TimeLeft(InstantSource clock) {
        this.clock = clock;
    }

    /** Returns the duration of epochs of training and validation, in training steps. */
    public static double steps(double epochs, int trainingBatches, int validationBatches) {
        return epochs * (trainingBatches + VALIDATION * validationBatches);
    }

    /** Adds steps to those that the run has to do. */
    public synchronized void expect(double more) {
        expected += more;
    }

    /** Returns whether steps have been added by {@link #expect}. */
    synchronized boolean isKnown() {
        return expected > 0;
    }

    /** Counts expected steps as done by an earlier start of the run, without an effect on the speed. */
    synchronized void skip(double earlier) {
        done += earlier;
    }

    /** Starts the clock of the next step, so that the time before it does not count. */
    synchronized void begin() {
        last = clock.millis();
        if (Double.isNaN(started)) {
            started = last;
        }
    }

    /** Counts steps as done now, and updates the speed. */
    synchronized void done(double more) {
        double now = clock.millis();
        done += more;
        steps++;
        if (now - started >= SETTLING.toMillis() && steps > SETTLING_STEPS) {
            double recent = (now - last) / more;
            double old = Double.isNaN(each) ? 0 : Math.exp(-(now - last) / MEMORY.toMillis());
            each = old == 0 ? recent : old * each + (1 - old) * recent;
        }
        last = now;
    }

    /** Returns the milliseconds until the end of the run; empty before the speed has settled. */
    synchronized OptionalDouble milliseconds() {
        return Double.isNaN(each) ? OptionalDouble.empty() : OptionalDouble.of(each * Math.max(0, expected - done));
    }
}
