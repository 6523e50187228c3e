package gyrus.model.training;

/**
 * Pairs of input and target images, with values in [0, 1].
 *
 * @param inputs the network's inputs
 * @param targets the desired outputs, one for each input
 * @param kind the meaning of the targets
 */
public record Samples(Images inputs, Images targets, Kind kind) {

    /** The meaning of targets, which determines their scores. */
    public enum Kind {
        /** The fraction of each pixel that belongs to the foreground: 0 or 1, or between at an edge. */
        MASKS,
        /** Grey values. */
        IMAGES
    }

    public Samples {
        if (inputs.count() == 0 || inputs.count() != targets.count()) {
            throw new IllegalArgumentException("samples: " + inputs.count() + " inputs and " + targets.count() + " targets");
        }
    }

    public int count() {
        return inputs.count();
    }

    int height() {
        return inputs.height();
    }

    int width() {
        return inputs.width();
    }
}
