package gyrus.model.training;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A measure of a network that {@link Trainer} takes after each epoch, beside the score on validation samples: one result for each
 * of several cases, such as the Dice of each validation scan.
 */
public interface Examination {

    /** Returns the names of the cases, in their order; no two are equal, and none holds a comma. */
    List<String> cases();

    /** Returns the name of the mean result, for the progress and TensorBoard, such as {@code scan_dice}. */
    String figure();

    /** Returns whether the best epoch is the one with the highest mean result, instead of the lowest validation loss. */
    boolean decides();

    /**
     * Returns the result of each case; higher is better, and all are finite. It is empty if {@code stopping} became true before the
     * last case.
     */
    Optional<double[]> of(Predictor predictor, BooleanSupplier stopping) throws IOException;
}
