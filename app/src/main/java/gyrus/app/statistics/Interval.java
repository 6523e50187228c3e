package gyrus.app.statistics;

import java.util.Arrays;
import java.util.Optional;

/** A 95 % confidence interval. */
public record Interval(double low, double high) {

    /** One minus the confidence: the level of the test that the interval inverts. */
    public static final double LEVEL = 0.05;

    /**
     * Returns the interval of the centre of symmetry of paired differences: every shift that the exact signed-rank test does not
     * reject at {@value #LEVEL}, so the test of no difference and the interval agree (Hollander, Wolfe and Chicken 2013, section
     * 3.3). Its ends are Walsh averages. It is empty where the test cannot reject anything: up to five pairs.
     */
    public static Optional<Interval> ofSignedRank(double[] differences) {
        if (SignedRank.smallestP(differences.length) > LEVEL) {
            return Optional.empty();
        }
        double[] walsh = Arrays.stream(walshAverages(differences)).distinct().toArray();
        return Optional.of(new Interval(walsh[firstAccepted(differences, walsh)], walsh[lastAccepted(differences, walsh)]));
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

    /** Returns the first Walsh average above which shifts are accepted; the rank sum falls from average to average. */
    private static int firstAccepted(double[] differences, double[] walsh) {
        int low = 0;
        int high = walsh.length - 1;
        while (low < high) {
            int middle = (low + high) / 2;
            if (isAccepted(differences, between(walsh, middle, middle + 1))) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Returns the last Walsh average below which shifts are accepted. */
    private static int lastAccepted(double[] differences, double[] walsh) {
        int low = 0;
        int high = walsh.length - 1;
        while (low < high) {
            int middle = (low + high + 1) / 2;
            if (isAccepted(differences, between(walsh, middle - 1, middle))) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private static double between(double[] walsh, int left, int right) {
        return walsh[left] + (walsh[right] - walsh[left]) / 2;
    }

    private static boolean isAccepted(double[] differences, double shift) {
        return SignedRank.of(Arrays.stream(differences).map(difference -> difference - shift).toArray()).p() > LEVEL;
    }

    public boolean contains(double value) {
        return low <= value && value <= high;
    }
}
