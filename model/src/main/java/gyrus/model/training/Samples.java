package gyrus.model.training;

import gyrus.engine.Tensor;

/**
 * Pairs of inputs and targets: tensors of any shapes, such as images with values in [0, 1].
 *
 * @param inputs the module's inputs
 * @param targets the desired outputs, one for each input
 * @param kind the meaning of the targets
 */
public record Samples(Column inputs, Column targets, Kind kind) {

    /** The meaning of targets, which determines their scores. */
    public enum Kind {
        /** The fraction of each pixel that belongs to the foreground: 0 or 1, or between at an edge. */
        MASKS,
        /** Grey values. */
        IMAGES,
        /**
         * The class of each sample: its number, or one target for each class, of which the largest counts. The module's output has
         * one number for each class, and the largest is its answer.
         */
        CLASSES;

        /** Returns the predictions that are compared with the targets: for pixels probabilities, for classes the outputs. */
        Tensor predictions(Tensor outputs) {
            return this == CLASSES ? outputs : outputs.sigmoid();
        }
    }

    public Samples {
        if (inputs.count() == 0 || inputs.count() != targets.count()) {
            throw new IllegalArgumentException("samples: " + inputs.count() + " inputs and " + targets.count() + " targets");
        }
    }

    /** Returns the number of pairs. */
    public int count() {
        return inputs.count();
    }
}
