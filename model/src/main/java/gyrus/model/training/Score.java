package gyrus.model.training;

/**
 * The quality of predictions on a set of samples. Figures of pixels are pooled over all samples; probabilities and targets above
 * 0.5 count as 1.
 *
 * @param loss the loss function's mean over the samples
 * @param accuracy the fraction of pixels that agree with the target, or of classes that do; NaN if the targets are images
 * @param dice 2 TP / (2 TP + FP + FN); 1 if neither targets nor probabilities have foreground; NaN if the targets are not masks
 * @param meanSquaredError the mean squared difference of probabilities and targets; NaN if the targets are classes
 */
public record Score(double loss, double accuracy, double dice, double meanSquaredError) {

    /** Returns the peak signal-to-noise ratio in dB, for values in [0, 1]. */
    public double psnr() {
        return -10 * Math.log10(meanSquaredError);
    }

    /** Counts pixels and classes, batch by batch. */
    static final class Tally {
        private final Samples.Kind kind;
        private double loss;
        private double squares;
        private long samples;
        private long classes;
        private long rightClasses;
        private long pixels;
        private long truePositives;
        private long falsePositives;
        private long falseNegatives;

        Tally(Samples.Kind kind) {
            this.kind = kind;
        }

        void add(double batchLoss, int batch, float[] predictions, float[] targets) {
            loss += batchLoss * batch;
            samples += batch;
            if (kind == Samples.Kind.CLASSES) {
                int rows = targets.length == predictions.length ? batch : targets.length; // of one number for each class
                for (int row = 0; row < rows; row++) {
                    rightClasses += answer(predictions, row, rows) == answer(targets, row, rows) ? 1 : 0;
                }
                classes += rows;
            } else {
                addPixels(predictions, targets);
            }
        }

        /** Returns the class of one row of numbers: the index of the largest of them, or its only number itself. */
        private static int answer(float[] numbers, int row, int rows) {
            int count = numbers.length / rows;
            int first = row * count;
            if (count == 1) {
                return Math.round(numbers[first]);
            }
            int largest = 0;
            for (int i = 1; i < count; i++) {
                largest = numbers[first + i] > numbers[first + largest] ? i : largest;
            }
            return largest;
        }

        private void addPixels(float[] probabilities, float[] targets) {
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

        Score score() {
            return switch (kind) {
                case CLASSES -> new Score(loss / samples, (double) rightClasses / classes, Double.NaN, Double.NaN);
                case IMAGES -> new Score(loss / samples, Double.NaN, Double.NaN, squares / pixels);
                case MASKS -> masks();
            };
        }

        private Score masks() {
            long wrong = falsePositives + falseNegatives;
            double dice = wrong + truePositives == 0 ? 1 : 2.0 * truePositives / (2.0 * truePositives + wrong);
            return new Score(loss / samples, 1 - (double) wrong / pixels, dice, squares / pixels);
        }
    }
}
