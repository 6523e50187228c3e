package gyrus.app.statistics;

import java.util.Arrays;
import java.util.Optional;

/** A 95 % confidence interval. */
public record Interval(double low, double high) {

    /** One minus the confidence: the level of the test that the interval inverts. */
    public static final double LEVEL = 0.05;

    /**
     * Returns the interval of the centre of symmetry of paired differences: from the first to the last shift that the exact
     * signed-rank test does not reject at {@value #LEVEL}, so the interval holds 0 where the test does not reject it (Hollander,
     * Wolfe and Chicken 2013, section 3.3). Its ends are Walsh averages. It is empty where the test cannot reject anything: up to
     * five pairs.
     */
    public static Optional<Interval> ofSignedRank(double[] differences) {
        if (SignedRank.smallestP(differences.length) > LEVEL) {
            return Optional.empty();
        }
        double[] walsh = Arrays.stream(walshAverages(differences)).distinct().toArray();
        int first = 0; // with ties, p does not fall steadily from the centre to both sides, so every shift is tried from outside
        while (!isAccepted(differences, walsh[first]) && !isAccepted(differences, between(walsh, first, first + 1))) {
            first++;
        }
        int last = walsh.length - 1;
        while (!isAccepted(differences, walsh[last]) && !isAccepted(differences, between(walsh, last - 1, last))) {
            last--;
        }
        return Optional.of(new Interval(walsh[first], walsh[last]));
    }

    /** Returns the means of all pairs of values, each value with itself included, in ascending order: n (n + 1) / 2 numbers. */
    static double[] walshAverages(double[] values) {
        double[] averages = new double[values.length * (values.length + 1) / 2];
        int next = 0;
        for (int i = 0; i < values.length; i++) {
            for (int j = i; j < values.length; j++) {
                averages[next++] = (values[i] + values[j]) / 2;
            }
        }
        Arrays.sort(averages);
        return averages;
    }

    private static double between(double[] walsh, int left, int right) {
        return walsh[left] + (walsh[right] - walsh[left]) / 2;
    }

    private static boolean isAccepted(double[] differences, double shift) {
        return SignedRank.of(Arrays.stream(differences).map(difference -> difference - shift).toArray()).p() > LEVEL;
    }

    /** Returns whether a value is within the interval, its ends included. */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }
}
