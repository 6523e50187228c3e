package gyrus.model.training;

/**
 * Pairs of images and what the network is to make of them, [count][height * width], row-major, values in [0, 1].
 *
 * @param inputs what the network sees
 * @param targets what it should answer
 */
public record Samples(int height, int width, float[][] inputs, float[][] targets) {

    public Samples {
        if (inputs.length == 0 || inputs.length != targets.length) {
            throw new IllegalArgumentException("samples: " + inputs.length + " inputs and " + targets.length + " targets");
        }
    }

    /** Whether the targets are masks, 0 or 1, as against grey values. */
    public boolean areMasks() {
        for (float[] target : targets) {
            for (float value : target) {
                if (value != 0 && value != 1) {
                    return false;
                }
            }
        }
        return true;
    }

    public int count() {
        return inputs.length;
    }
}
