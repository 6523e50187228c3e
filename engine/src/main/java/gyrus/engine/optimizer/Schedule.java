package gyrus.engine.optimizer;

import java.util.Objects;

/** A learning rate as a function of the number of updates, such as {@code new WarmUp(100, new Cosine(1e-3, 0, 10_000))}. */
@FunctionalInterface
public interface Schedule {

    /** Returns the learning rate of the update that follows n updates. */
    double rateAfter(long n);

    /** One rate for all updates. */
    record Constant(double rate) implements Schedule {

        public Constant {
            requireRate(rate);
        }

        @Override
        public double rateAfter(long n) {
            return rate;
        }
    }

    /** {@code rate / (1 + decay n)}, as in the code of the Dense-U-Net paper and in Keras. */
    record InverseTime(double rate, double decay) implements Schedule {

        public InverseTime {
            requireRate(rate);
            Hyperparameter.requireNotNegative("schedule", "decay", decay);
        }

        @Override
        public double rateAfter(long n) {
            return rate / (1 + decay * n);
        }
    }

    /** {@code rate factor^floor(n / every)}. */
    record Steps(double rate, long every, double factor) implements Schedule {

        public Steps {
            requireRate(rate);
            requireUpdates(every);
            Hyperparameter.requireNotNegative("schedule", "factor", factor);
        }

        @Override
        public double rateAfter(long n) {
            return rate * Math.pow(factor, Math.floorDiv(n, every));
        }
    }

    /**
     * {@code least + (rate - least) (1 + cos(pi n / updates)) / 2}, and {@code least} after that many updates (Loshchilov and
     * Hutter, 2017, equation 5, without restarts).
     */
    record Cosine(double rate, double least, long updates) implements Schedule {

        public Cosine {
            requireRate(rate);
            requireRate(least);
            requireUpdates(updates);
        }

        @Override
        public double rateAfter(long n) {
            return least + (rate - least) * (1 + Math.cos(Math.PI * Math.min(n, updates) / updates)) / 2;
        }
    }

    /**
     * {@code (n + 1) / updates} of the first rate of another schedule for the first updates, and then that schedule (Goyal et al.,
     * 2017, section 2.2).
     */
    record WarmUp(long updates, Schedule then) implements Schedule {

        public WarmUp {
            requireUpdates(updates);
            Objects.requireNonNull(then, "schedule: the warm-up needs a schedule that follows it, got null");
        }

        @Override
        public double rateAfter(long n) {
            return n < updates ? then.rateAfter(0) * (n + 1) / updates : then.rateAfter(n - updates);
        }
    }

    private static void requireRate(double rate) {
        Hyperparameter.requireNotNegative("schedule", "learning rate", rate);
    }

    private static void requireUpdates(long updates) {
        Hyperparameter.require("schedule", "number of updates", updates, updates >= 1, "1 or more");
    }
}
