package gyrus.model.training;

import java.io.IOException;
import java.nio.file.Path;

/** A training that was asked to stop did so, and left a checkpoint to go on from. */
public final class TrainingStoppedException extends IOException {

    private static final long serialVersionUID = 1L;

    /** @param folder where the checkpoint is */
    public TrainingStoppedException(Path folder) {
        super(folder + ": the training was asked to stop, and did");
    }
}
