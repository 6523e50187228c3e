package gyrus.app.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Differences of two treatments, one for each independent unit, and what they say together.
 *
 * @param differences one for each unit
 * @param interval 95 %, of the mean; none for a single unit
 */
public record PairedDifference(List<Double> differences, double mean, Optional<Interval> interval, SignedRank test) {

    public static PairedDifference of(List<Double> differences) {
        double[] values = differences.stream().mapToDouble(Double::doubleValue).toArray();
        return new PairedDifference(List.copyOf(differences), Arrays.stream(values).average().orElseThrow(),
                Interval.ofMean(values), SignedRank.of(values));
    }

    /** Units whose difference is above 0. */
    public long positive() {
        return differences.stream().filter(difference -> difference > 0).count();
    }

    /** Whether the interval leaves 0 out. */
    public boolean excludesZero() {
        return interval.isPresent() && !interval.get().contains(0);
    }
}
