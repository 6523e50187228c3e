package gyrus.app.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gyrus.model.training.TrainingStoppedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AttemptTest {

    @Test
    void aSuccessHasNoFailure() throws IOException {
        assertEquals(Optional.empty(), Attempt.failureOf(() -> {}));
    }

    @Test
    void mistakesBrokenFilesDefectsAndFullMemoryAreFailuresOfOneAttempt() throws IOException {
        for (Throwable failure : List.of(new UserError("an empty mask"), new IOException("a broken file"),
                new IllegalStateException("a defect"), new OutOfMemoryError("Java heap space"))) {
            assertSame(failure, Attempt.failureOf(() -> {
                switch (failure) {
                    case IOException broken -> throw broken;
                    case RuntimeException defect -> throw defect;
                    default -> throw (Error) failure;
                }
            }).orElseThrow());
        }
    }

    @Test
    void aPersonsStopAndBrokenInvariantsEndAllAttempts() {
        TrainingStoppedException stop = new TrainingStoppedException(Path.of("run"));
        assertSame(stop, assertThrows(TrainingStoppedException.class, () -> Attempt.failureOf(() -> {
            throw stop;
        })));
        assertThrows(AssertionError.class, () -> Attempt.failureOf(() -> {
            throw new AssertionError();
        }));
    }
}
