package gyrus.app.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Differences of two treatments, one for each independent unit, and what they say together.
 *
 * @param differences one for each unit; NaN for a unit without a value, and then the units say nothing together
 * @param centre Hodges and Lehmann's estimate of the differences' centre: the median of all means of two of them (1963)
 * @param interval 95 %, of the centre; none for fewer than six units
 * @param test of a centre of zero
 */
public record PairedDifference(List<Double> differences, double centre, Optional<Interval> interval, SignedRank test) {

    /** Returns the statistics of differences, one for each unit. */
    public static PairedDifference of(List<Double> differences) {
        double[] values = differences.stream().mapToDouble(Double::doubleValue).toArray();
        if (Arrays.stream(values).anyMatch(Double::isNaN)) {
            return new PairedDifference(List.copyOf(differences), Double.NaN, Optional.empty(), SignedRank.of(new double[0]));
        }
        double[] walsh = Interval.walshAverages(values);
        double centre = (walsh[(walsh.length - 1) / 2] + walsh[walsh.length / 2]) / 2;
        return new PairedDifference(List.copyOf(differences), centre, Interval.ofSignedRank(values), SignedRank.of(values));
    }

    /** Returns whether every unit has a value. */
    public boolean isKnown() {
        return !Double.isNaN(centre);
    }

    /** Returns the number of units whose difference is above 0. */
    public long positive() {
        return differences.stream().filter(difference -> difference > 0).count();
    }

    /** Returns whether any unit shows a difference. */
    public boolean differs() {
        return test.pairs() > 0;
    }

    /** Returns whether the interval leaves 0 out. */
    public boolean excludesZero() {
        return interval.isPresent() && !interval.get().contains(0);
    }
}
