package gyrus.model.training;

/**
 * The quality of probabilities on a set of samples, pooled over all pixels. Probabilities and targets above 0.5 count as 1.
 *
 * @param loss the loss function's mean over the samples
 * @param accuracy the fraction of pixels that agree with the target; NaN if the targets are not masks
 * @param dice 2 TP / (2 TP + FP + FN); 1 if neither targets nor probabilities have foreground; NaN if the targets are not masks
 * @param meanSquaredError the mean squared difference of probabilities and targets
 */
public record Score(double loss, double accuracy, double dice, double meanSquaredError) {

    /** Returns the peak signal-to-noise ratio in dB, for values in [0, 1]. */
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
