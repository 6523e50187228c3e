package gyrus.bench.result;

import java.util.Arrays;
import java.util.List;

/**
 * How long one call took, measured again and again.
 *
 * @param seconds per call, the mean of each iteration, by process: [fork][iteration]
 * @param allocatedBytes of Java heap, per call
 */
public record Times(List<List<Double>> seconds, double allocatedBytes) {

    public double median() {
        return quantile(0.5);
    }

    /** Between neighbours the quantile is interpolated. */
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
