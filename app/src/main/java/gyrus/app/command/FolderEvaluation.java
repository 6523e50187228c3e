package gyrus.app.command;

import gyrus.app.Gyrus;
import gyrus.app.UserError;
import gyrus.app.image.Foreground;
import gyrus.app.measures.Measure;
import gyrus.app.measures.Unit;
import gyrus.app.image.Foreground;
import gyrus.app.measures.Measure;
import gyrus.app.measures.Unit;
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
record FolderEvaluation(SequencedMap<String, Map<Measure, Double>> pairs, SequencedMap<String, String> failed) {

    /** The mean and the median of a measure; {@code count} of all pairs have a finite value and are summarised. */
    record Summary(double mean, double median, int count) {}

    /**
     * Measures each pair; one that cannot be read or compared does not keep the others from it.
     *
     * @param notes is told which file gives a reason to doubt its measures, and the reason
     */
    public static FolderEvaluation of(FolderPairs found, Unit unit, Foreground foreground, BiConsumer<Path, String> notes) {
        SequencedMap<String, Map<Measure, Double>> pairs = new TreeMap<>();
        SequencedMap<String, String> failed = new TreeMap<>(found.ambiguous());
        found.pairs().forEach((name, pair) -> {
            try {
                pairs.put(name, pair.measures(unit, foreground, notes));
            } catch (IOException | RuntimeException | OutOfMemoryError failure) {
                failed.put(name, Gyrus.sentence(failure));
            }
        });
        return new FolderEvaluation(pairs, failed);
    }

    /** Returns the number of all pairs, measured or not. */
    int size() {
        return pairs.size() + failed.size();
    }

    Map<Measure, Summary> summaries() {
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
