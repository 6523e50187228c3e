package gyrus.app.imaging.phantom;

import gyrus.engine.random.RandomStream;

/** A random stream read one number after the other. */
final class Draws {

    private final RandomStream stream;
    private long next;

    Draws(RandomStream stream) {
        this.stream = stream;
    }

    double between(double low, double high) {
        return low + (high - low) * stream.uniform(next++);
    }

    /** Returns a whole number from low to high, both included. */
    int whole(int low, int high) {
        return (int) Math.floor(between(low, high + 1));
    }
}
