package gyrus.bench.result;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The comparison of a measurement with an earlier one of the same variant and problem.
 *
 * <p>The spread is found by the bootstrap (Efron 1979): processes are drawn with replacement from those that were measured, and
 * iterations from theirs, a thousand times, because processes differ more than iterations of one process do. The middle 95 % of the
 * ratios of medians form the interval on which the verdict rests.
 *
 * @param ratio median time before over median time after, or the median ratio of pairs: above 1 is faster
 * @param low lower end of the 95 % interval of the resampled ratios
 * @param high upper end of that interval
 */
public record Comparison(double before, double after, double ratio, double low, double high) {

    /** The outcome of a comparison. */
    public enum Verdict {
        /** The whole interval lies above 1, and the ratio is above 1 by more than 1 %. */
        FASTER,
        /** The whole interval lies below 1, and the ratio is below 1 by more than 1 %. */
        SLOWER,
        /** The whole interval lies within 5 % of 1. */
        SAME,
        /** The interval is too wide for another verdict: more processes or a quieter machine would narrow it. */
        UNDECIDED
    }

    private static final int RESAMPLES = 1000;
    private static final double LEAST_CHANGE = 0.01;
    private static final double SAME_WITHIN = 0.05;

    /** Returns the comparison of two measurements. Equal times give equal intervals, because the resampling is seeded. */
    public static Comparison of(Times before, Times after) {
        Random random = new Random(1);
        double[] ratios = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            ratios[i] = resampledMedian(before.seconds(), random) / resampledMedian(after.seconds(), random);
        }
        return new Comparison(before.median(), after.median(), before.median() / after.median(),
                Times.quantile(ratios, 0.025), Times.quantile(ratios, 0.975));
    }

    /** Compares times whose iterations were taken in pairs, the n-th of a process with the n-th: by the ratio of each pair. */
    public static Comparison ofPairs(Times before, Times after) {
        List<List<Double>> pairs = new ArrayList<>();
        for (int fork = 0; fork < before.seconds().size(); fork++) {
            List<Double> earlier = before.seconds().get(fork);
            List<Double> later = after.seconds().get(fork);
            pairs.add(IntStream.range(0, earlier.size()).mapToObj(i -> earlier.get(i) / later.get(i)).toList());
        }
        Random random = new Random(1);
        double[] ratios = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            ratios[i] = resampledMedian(pairs, random);
        }
        return new Comparison(before.median(), after.median(), new Times(pairs, 0).median(), Times.quantile(ratios, 0.025),
                Times.quantile(ratios, 0.975));
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

    /** Returns the outcome. */
    public Verdict verdict() {
        if (low > 1 && ratio > 1 + LEAST_CHANGE) {
            return Verdict.FASTER;
        }
        if (high < 1 && ratio < 1 - LEAST_CHANGE) {
            return Verdict.SLOWER;
        }
        return low > 1 - SAME_WITHIN && high < 1 + SAME_WITHIN ? Verdict.SAME : Verdict.UNDECIDED;
    }

    /** Returns whether the verdict is {@link Verdict#SLOWER} and the time grew by more than a part of itself. */
    public boolean isSlowerBy(double part) {
        return verdict() == Verdict.SLOWER && 1 > ratio * (1 + part);
    }
}
