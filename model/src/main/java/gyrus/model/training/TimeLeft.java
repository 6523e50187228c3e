package gyrus.model.training;

import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalDouble;

/**
 * Estimates when a run is over, from the recent speed of its steps. A run may be one training or several, one after the other or
 * side by side; a validation step counts as a third of a training step. Safe for several threads.
 */
public final class TimeLeft {

    private static final double VALIDATION = 1.0 / 3; // of a training step: a forward pass alone
    private static final Duration SETTLING = Duration.ofSeconds(5); // in which the compiler works, too
    private static final int SETTLING_STEPS = 5;
    private static final Duration MEMORY = Duration.ofSeconds(20); // steps longer ago hardly count for the speed

    private final InstantSource clock;
    private double expected;
    private double done;
    private double started = Double.NaN; // ms, as all times below
    private double last;
    private int steps;
    private double each = Double.NaN;

    public TimeLeft(InstantSource clock) {
        this.clock = clock;
    }

    /** The training steps that take as long as so many epochs of training and validation. */
    public static double steps(double epochs, int trainingBatches, int validationBatches) {
        return epochs * (trainingBatches + VALIDATION * validationBatches);
    }

    /** More steps are to be done. */
    public synchronized void expect(double more) {
        expected += more;
    }

    /** The run has any steps to do, as far as is known. */
    synchronized boolean isKnown() {
        return expected > 0;
    }

    /** Some of the expected steps were done by an earlier start of the run, and take no time now. */
    synchronized void skip(double earlier) {
        done += earlier;
    }

    /** Steps begin; what came before, such as reading or a test, took none of their time. */
    synchronized void begin() {
        last = clock.millis();
        if (Double.isNaN(started)) {
            started = last;
        }
    }

    /** Some steps are over. */
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

    /** Milliseconds until the run is over; none while the speed is not settled. */
    synchronized OptionalDouble milliseconds() {
        return Double.isNaN(each) ? OptionalDouble.empty() : OptionalDouble.of(each * Math.max(0, expected - done));
    }
}
