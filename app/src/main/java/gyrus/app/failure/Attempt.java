package gyrus.app.failure;

import gyrus.model.training.TrainingStoppedException;
import java.io.IOException;
import java.util.Optional;

/** Work on one of several files or jobs. Its failure does not stop the work on the others. */
public interface Attempt {

    /** Does the work. */
    void run() throws IOException;

    /**
     * Runs an attempt and returns its failure, if it failed. A defect and full memory count as failures, too.
     *
     * @throws TrainingStoppedException if a person asked the program to stop: this stops all of the work
     */
    static Optional<Throwable> failureOf(Attempt attempt) throws TrainingStoppedException {
        try {
            attempt.run();
            return Optional.empty();
        } catch (TrainingStoppedException stopped) {
            throw stopped;
        } catch (IOException | RuntimeException | OutOfMemoryError failure) {
            return Optional.of(failure);
        }
    }
}
