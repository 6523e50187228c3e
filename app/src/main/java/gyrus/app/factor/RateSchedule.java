package gyrus.app.factor;

import gyrus.engine.optimizer.Schedule;

/** The fall of the learning rate over a training. A linear warm-up may precede each schedule. */
public enum RateSchedule {
    /** The rate does not fall. */
    CONSTANT,
    /** Update t runs at rate / (1 + decay t), as in the paper's code. */
    INVERSE,
    /** The rate falls to 0 at the training's last update, along half a cosine. */
    COSINE;

    /**
     * Returns the schedule of a training.
     *
     * @param decay the decay of {@link #INVERSE}
     * @param warmUp the number of updates in which the rate rises linearly, before the schedule begins; may be 0
     * @param updates the number of updates of the whole training
     */
    public Schedule of(double rate, double decay, long warmUp, long updates) {
        Schedule then = switch (this) {
            case CONSTANT -> new Schedule.Constant(rate);
            case INVERSE -> new Schedule.InverseTime(rate, decay);
            case COSINE -> new Schedule.Cosine(rate, 0, Math.max(1, updates - warmUp));
        };
        return warmUp == 0 ? then : new Schedule.WarmUp(warmUp, then);
    }
}
