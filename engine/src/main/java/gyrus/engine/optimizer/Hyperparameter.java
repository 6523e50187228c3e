package gyrus.engine.optimizer;

/** Checks of hyperparameters. */
final class Hyperparameter {

    private Hyperparameter() {}

    /** Throws if a value is not a finite number of single precision, or if its condition does not hold. */
    static void require(String owner, String name, double value, boolean holds, String allowed) {
        if (!holds || !(Math.abs(value) <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException(owner + ": " + name + " " + value + "; it must be a finite number, " + allowed);
        }
    }

    /** Throws unless a value is 0 or more. */
    static void requireNotNegative(String owner, String name, double value) {
        require(owner, name, value, value >= 0, "0 or more");
    }

    /** Throws unless a value is at least 0 and below 1. */
    static void requireFraction(String owner, String name, double value) {
        require(owner, name, value, value >= 0 && value < 1, "at least 0 and below 1");
    }
}
