package gyrus.model.training;

import java.io.IOException;
import java.nio.file.Path;

/** Thrown by a training that stopped on request, after it saved a checkpoint to resume from. */
public final class TrainingStoppedException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception of a training whose checkpoint is in {@code folder}. */
    public TrainingStoppedException(Path folder) {
        super(folder + ": the training stopped on request");
    }
}
