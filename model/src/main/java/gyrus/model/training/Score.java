package gyrus.model.training;

/**
 * How good probabilities are on a set of samples, pooled over all pixels; a pixel counts as 1 above one half, in targets too.
 *
 * @param loss the training loss, the mean over the samples
 * @param accuracy the share of pixels on the right side of one half; NaN where the targets are not masks
 * @param dice 2 TP / (2 TP + FP + FN); 1 when there is nothing to find and nothing was found; NaN where they are not masks
 * @param meanSquaredError of the probabilities against the targets
 */
public record Score(double loss, double accuracy, double dice, double meanSquaredError) {

    /** Peak signal-to-noise ratio in dB, for values in [0, 1]. */
    public double psnr() {
        return -10 * Math.log10(meanSquaredError);
    }

    /** Counts pixels, batch by batch. */
    static final class Tally {
        private double loss;
        private double squares;
        private long samples;
        private long pixels;
        private long truePositives;
        private long falsePositives;
        private long falseNegatives;

        void add(double batchLoss, int batch, float[] probabilities, float[] targets) {
            loss += batchLoss * batch;
            samples += batch;
            pixels += targets.length;
            for (int i = 0; i < targets.length; i++) {
                boolean found = probabilities[i] > 0.5f;
                boolean there = targets[i] > 0.5f;
                truePositives += found && there ? 1 : 0;
                falsePositives += found && !there ? 1 : 0;
                falseNegatives += !found && there ? 1 : 0;
                double error = probabilities[i] - targets[i];
                squares += error * error;
            }
        }

        Score score(Samples.Kind kind) {
            if (kind == Samples.Kind.IMAGES) {
                return new Score(loss / samples, Double.NaN, Double.NaN, squares / pixels);
            }
            long wrong = falsePositives + falseNegatives;
            double dice = wrong + truePositives == 0 ? 1 : 2.0 * truePositives / (2.0 * truePositives + wrong);
            return new Score(loss / samples, 1 - (double) wrong / pixels, dice, squares / pixels);
        }
    }
}
