package gyrus.app.statistics;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Holm's correction for several tests: the chance of any false rejection among them stays below the level (Holm 1979). */
public final class Holm {

    private Holm() {}

    /**
     * Returns the corrected p of each test: the smallest p times the number of tests, the next times one test less, and so on,
     * none smaller than the one before and none above 1.
     */
    public static List<Double> corrected(List<Double> p) {
        double[] corrected = new double[p.size()];
        List<Integer> ascending = IntStream.range(0, p.size()).boxed().sorted(Comparator.comparingDouble(p::get)).toList();
        double largest = 0;
        for (int rank = 0; rank < ascending.size(); rank++) {
            int test = ascending.get(rank);
            largest = Math.max(largest, Math.min(1, p.get(test) * (p.size() - rank)));
            corrected[test] = largest;
        }
        return IntStream.range(0, corrected.length).mapToObj(test -> corrected[test]).toList();
    }
}
