package gyrus.app.evaluation;

import gyrus.app.failure.Attempt;
import gyrus.app.failure.FailureMessage;
import gyrus.app.imaging.image.Foreground;
import gyrus.app.imaging.measures.Measure;
import gyrus.app.imaging.measures.Unit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * The measures of pairs of segmentations, and what is typical of them.
 *
 * @param pairs the measures by the pair's name
 * @param failed the reason, by the pair's name, for which a pair has no measures
 */
public record FolderEvaluation(SequencedMap<String, Map<Measure, Double>> pairs, SequencedMap<String, String> failed) {

    /** The mean and the median of a measure; {@code count} of all pairs have a finite value and are summarised. */
    public record Summary(double mean, double median, int count) {}

    /**
     * Measures each pair; one that cannot be read or compared does not keep the others from it.
     *
     * @param notes is told which file gives a reason to doubt its measures, and the reason
     */
    public static FolderEvaluation of(FolderPairs found, Unit unit, Foreground foreground, BiConsumer<Path, String> notes)
            throws IOException {
        SequencedMap<String, Map<Measure, Double>> pairs = new TreeMap<>();
        SequencedMap<String, String> failed = new TreeMap<>(found.ambiguous());
        for (Map.Entry<String, MaskPair> pair : found.pairs().entrySet()) {
            Attempt.failureOf(() -> pairs.put(pair.getKey(), pair.getValue().measures(unit, foreground, notes)))
                    .ifPresent(failure -> failed.put(pair.getKey(), FailureMessage.of(failure)));
        }
        return new FolderEvaluation(pairs, failed);
    }

    /** Returns the number of all pairs, measured or not. */
    public int size() {
        return pairs.size() + failed.size();
    }

    /** Returns the mean and the median of each measure over all pairs with a finite value. */
    public Map<Measure, Summary> summaries() {
        Map<Measure, Summary> summaries = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            double[] values = pairs.values().stream()
                    .mapToDouble(each -> each.get(measure)).filter(Double::isFinite).sorted().toArray();
            double median = values.length == 0 ? Double.NaN : (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
            summaries.put(measure, new Summary(Arrays.stream(values).average().orElse(Double.NaN), median, values.length));
        }
        return summaries;
    }
}
