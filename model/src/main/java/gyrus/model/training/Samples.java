package gyrus.model.training;

/**
 * Pairs of images and what the network is to make of them, [count][height * width], row-major, values in [0, 1].
 *
 * @param inputs what the network sees
 * @param targets what it should answer
 * @param kind what the targets are
 */
public record Samples(int height, int width, float[][] inputs, float[][] targets, Kind kind) {

    /** What targets stand for, and so which scores they have. */
    public enum Kind {
        /** The share of each pixel that belongs to what is sought: 0 or 1, or between at an edge. */
        MASKS,
        /** Grey values. */
        IMAGES
    }

    public Samples {
        if (inputs.length == 0 || inputs.length != targets.length) {
            throw new IllegalArgumentException("samples: " + inputs.length + " inputs and " + targets.length + " targets");
        }
    }

    public int count() {
        return inputs.length;
    }
}
