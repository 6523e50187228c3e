package gyrus.model.training;

import java.io.IOException;
import java.nio.file.Path;

/** A training that was asked to stop did so, and left a checkpoint to go on from. */
public final class TrainingStoppedException extends IOException {

    private static final long serialVersionUID = 1L;

    TrainingStoppedException(Path checkpoint, int epoch, int batches) {
        super("training was asked to stop, and did in epoch " + epoch + " after " + batches + " batches: " + checkpoint);
    }
}
