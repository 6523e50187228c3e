package gyrus.model.training;

/**
 * Pairs of images and what the network is to make of them, values in [0, 1].
 *
 * @param inputs what the network sees
 * @param targets what it should answer
 * @param kind what the targets are
 */
public record Samples(Images inputs, Images targets, Kind kind) {

    /** What targets stand for, and so which scores they have. */
    public enum Kind {
        /** The share of each pixel that belongs to what is sought: 0 or 1, or between at an edge. */
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
