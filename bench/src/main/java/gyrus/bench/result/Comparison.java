package gyrus.bench.result;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Whether one measurement is faster than an earlier one, by more than the spread of both explains.
 *
 * <p>The spread is found by the bootstrap (Efron 1979): processes are drawn with replacement from those that were measured, and
 * iterations from theirs, a thousand times, for processes differ more than iterations of one process do. Where 95 % of the
 * ratios of medians lie on one side of 1, and their middle is at least 1 % away from it, the difference counts.
 *
 * @param ratio median time before over median time after: above 1 is faster
 * @param low where 95 % of the resampled ratios begin
 * @param high where they end
 */
public record Comparison(double before, double after, double ratio, double low, double high) {

    /** The outcome of a comparison. */
    public enum Verdict {
        FASTER, SLOWER, NO_DIFFERENCE
    }

    private static final int RESAMPLES = 1000;
    private static final double LEAST_CHANGE = 0.01;

    public static Comparison of(Times before, Times after) {
        Random random = new Random(1);
        double[] ratios = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            ratios[i] = resampledMedian(before.seconds(), random) / resampledMedian(after.seconds(), random);
        }
        return new Comparison(before.median(), after.median(), before.median() / after.median(),
                Times.quantile(ratios, 0.025), Times.quantile(ratios, 0.975));
    }

    private static double resampledMedian(List<List<Double>> forks, Random random) {
        double[] drawn = new double[forks.stream().mapToInt(List::size).sum()];
        int count = 0;
        for (int i = 0; i < forks.size(); i++) {
            List<Double> fork = forks.get(random.nextInt(forks.size()));
            for (int j = 0; j < fork.size() && count < drawn.length; j++) {
                drawn[count++] = fork.get(random.nextInt(fork.size()));
            }
        }
        return Times.quantile(Arrays.copyOf(drawn, count), 0.5);
    }

    public Verdict verdict() {
        if (low > 1 && ratio > 1 + LEAST_CHANGE) {
            return Verdict.FASTER;
        }
        return high < 1 && ratio < 1 - LEAST_CHANGE ? Verdict.SLOWER : Verdict.NO_DIFFERENCE;
    }
}
