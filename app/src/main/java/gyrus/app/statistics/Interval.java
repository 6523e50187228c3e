package gyrus.app.statistics;

import gyrus.engine.RandomStream;
import java.util.Optional;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/** A 95 % confidence interval. */
public record Interval(double low, double high) {

    public static final int RESAMPLES = 10_000;

    /**
     * Of the mean, by the percentile bootstrap (Efron and Tibshirani 1993, chapter 13): the values are drawn anew with
     * replacement, {@value #RESAMPLES} times, always by the same random numbers. One value alone has none.
     */
    public static Optional<Interval> ofMean(double[] values) {
        if (values.length < 2) {
            return Optional.empty();
        }
        RandomStream random = RandomStream.of(1, "bootstrap");
        double[] means = new double[RESAMPLES];
        for (int resample = 0; resample < RESAMPLES; resample++) {
            double sum = 0;
            for (int draw = 0; draw < values.length; draw++) {
                sum += values[(int) (random.uniform((long) resample * values.length + draw) * values.length)];
            }
            means[resample] = sum / values.length;
        }
        Percentile percentile = new Percentile();
        percentile.setData(means);
        return Optional.of(new Interval(percentile.evaluate(2.5), percentile.evaluate(97.5)));
    }

    public boolean contains(double value) {
        return low <= value && value <= high;
    }
}
