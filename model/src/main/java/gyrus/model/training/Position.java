package gyrus.model.training;

import gyrus.model.CheckpointException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The progress of a training. Together with the weights and the optimizer's state it is all that resuming needs.
 *
 * @param epochs the number of finished epochs
 * @param batches the number of finished batches of the current epoch
 * @param lossSum the sum of the loss over the samples of these batches
 * @param bestEpoch the epoch with the lowest value, counted from 1; 0 before the first epoch is finished
 * @param bestValue the value of the best epoch: its validation loss, or the negative mean of its examination where that decides
 */
record Position(int epochs, int batches, double lossSum, int bestEpoch, double bestValue) {

    static final Position START = new Position(0, 0, 0, 0, Double.POSITIVE_INFINITY);

    private static final String EPOCH = "epoch";
    private static final String BATCH = "batch";
    private static final String LOSS_SUM = "loss_sum";
    private static final String BEST_EPOCH = "best_epoch";
    private static final String BEST_VALUE = "best_value";

    /** Returns the position after one more batch; {@code loss} is the sum over its samples. */
    Position afterBatch(double loss) {
        return new Position(epochs, batches + 1, lossSum + loss, bestEpoch, bestValue);
    }

    Position afterEpoch(double value) {
        return value < bestValue
                ? new Position(epochs + 1, 0, 0, epochs + 1, value)
                : new Position(epochs + 1, 0, 0, bestEpoch, bestValue);
    }

    /** Returns the position and {@code about} as a checkpoint's metadata. */
    Map<String, String> metadata(Map<String, String> about) {
        Map<String, String> metadata = new TreeMap<>(about); // sorted, so that equal runs write equal files
        metadata.put(EPOCH, Integer.toString(epochs));
        metadata.put(BEST_EPOCH, Integer.toString(bestEpoch));
        metadata.put(BEST_VALUE, Double.toString(bestValue));
        if (batches > 0) {
            metadata.put(BATCH, Integer.toString(batches));
            metadata.put(LOSS_SUM, Double.toString(lossSum));
        }
        return metadata;
    }

    static Position of(Path file, Map<String, String> metadata) throws CheckpointException {
        try {
            return new Position(Integer.parseInt(metadata.getOrDefault(EPOCH, "")),
                    Integer.parseInt(metadata.getOrDefault(BATCH, "0")), Double.parseDouble(metadata.getOrDefault(LOSS_SUM, "0")),
                    Integer.parseInt(metadata.getOrDefault(BEST_EPOCH, "")),
                    Double.parseDouble(metadata.getOrDefault(BEST_VALUE, "")));
        } catch (NumberFormatException missing) {
            throw new CheckpointException(file + ": does not say where its training stood: its metadata lacks a number for one of "
                    + EPOCH + ", " + BEST_EPOCH + ", " + BEST_VALUE + "; begin a new run");
        }
    }
}
