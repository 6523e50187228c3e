package gyrus.bench.result;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The times of one call in repeated measurements.
 *
 * @param seconds the seconds of one call, the mean of each iteration: [process][iteration], without the dropped iterations
 * @param allocatedBytes the bytes of Java heap that one call allocates
 * @param conditions the conditions of all iterations
 */
public record Times(List<List<Double>> seconds, double allocatedBytes, Conditions conditions) {

    /** Creates times of which the conditions are unknown. */
    public Times(List<List<Double>> seconds, double allocatedBytes) {
        this(seconds, allocatedBytes, Conditions.UNKNOWN);
    }

    /**
     * Returns the times of sampled iterations, without the disturbed ones where enough others are left.
     *
     * @param forks the iterations by process
     */
    public static Times of(List<List<Conditions.Sample>> forks, double allocatedBytes) {
        Conditions conditions = new Conditions(forks.stream().flatMap(List::stream).toList());
        List<List<Double>> seconds = new ArrayList<>();
        for (List<Conditions.Sample> fork : forks) {
            List<Double> kept = fork.stream().filter(each -> !conditions.areDropped() || !conditions.isDisturbed(each))
                    .map(Conditions.Sample::seconds).toList();
            if (!kept.isEmpty()) {
                seconds.add(kept);
            }
        }
        return new Times(seconds, allocatedBytes, conditions);
    }

    /** Returns the median of all iterations in seconds. */
    public double median() {
        return quantile(0.5);
    }

    /** Returns a quantile of all iterations in seconds, interpolated between adjacent ones. */
    public double quantile(double fraction) {
        return quantile(seconds.stream().flatMap(List::stream).mapToDouble(Double::doubleValue).toArray(), fraction);
    }

    static double quantile(double[] values, double fraction) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double place = fraction * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
