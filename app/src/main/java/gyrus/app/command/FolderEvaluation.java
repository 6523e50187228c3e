package gyrus.app.command;

import gyrus.app.UserError;
import gyrus.app.file.ImageFiles;
import gyrus.app.image.ImageFile;
import gyrus.app.measures.Measure;
import gyrus.app.measures.Unit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The measures of all pairs of segmentations in two folders, and what is typical of them.
 *
 * @param pairs the measures by the pair's name, which is that of both files without their endings
 * @param unpaired names that only one of the folders has
 * @param notes which files of the folders were left out, for people
 */
record FolderEvaluation(SequencedMap<String, Map<Measure, Double>> pairs, List<String> unpaired, List<String> notes) {

    /** The end of the names that {@code gyrus segment} gives masks: the truth may have it or not. */
    private static final String SEGMENTED = "_desc-brain_mask$";

    /** Pairs the images of two folders and their subfolders by their names, and measures each pair. */
    static FolderEvaluation of(Path truths, Path tests, Unit unit, Optional<Double> threshold) throws IOException {
        List<String> notes = new ArrayList<>();
        SortedMap<String, Path> truthFiles = files(truths, notes);
        SortedMap<String, Path> testFiles = files(tests, notes);
        TreeSet<String> shared = new TreeSet<>(truthFiles.keySet());
        shared.retainAll(testFiles.keySet());
        if (shared.isEmpty()) {
            throw new UserError("no file of " + truths + " has the name of one in " + tests + " (such as " + truthFiles.firstKey()
                    + " and " + testFiles.firstKey() + "); pairs are found by their names");
        }
        TreeSet<String> single = new TreeSet<>(truthFiles.keySet());
        single.addAll(testFiles.keySet());
        single.removeAll(shared);
        SequencedMap<String, Map<Measure, Double>> pairs = new TreeMap<>();
        for (String name : shared) {
            pairs.put(name, new MaskPair(truthFiles.get(name), testFiles.get(name)).measures(unit, threshold));
        }
        return new FolderEvaluation(pairs, List.copyOf(single), List.copyOf(notes));
    }

    private static SortedMap<String, Path> files(Path folder, List<String> notes) throws IOException {
        SortedMap<String, Path> files = new TreeMap<>();
        ImageFiles images = ImageFiles.below(folder);
        images.note().ifPresent(notes::add);
        for (Path file : images.files()) {
            Path other = files.putIfAbsent(ImageFile.stem(file).replaceFirst(SEGMENTED, ""), file);
            if (other != null) {
                throw new UserError("two files in " + folder + " have one name: " + other + " and " + file);
            }
        }
        if (files.isEmpty()) {
            throw new UserError(folder + ": holds no image (.nii, .nii.gz, .hdr or .png)");
        }
        return files;
    }

    /** The mean over the pairs, of those that have a value. */
    Map<Measure, Double> mean() {
        return summarised(values -> Arrays.stream(values).average().orElse(Double.NaN));
    }

    /** The median over the pairs, of those that have a value. */
    Map<Measure, Double> median() {
        return summarised(values -> {
            if (values.length == 0) {
                return Double.NaN;
            }
            Arrays.sort(values);
            return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
        });
    }

    private interface Summary {
        double of(double[] values);
    }

    private Map<Measure, Double> summarised(Summary summary) {
        Map<Measure, Double> summaries = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            summaries.put(measure, summary.of(pairs.values().stream()
                    .mapToDouble(values -> values.get(measure)).filter(Double::isFinite).toArray()));
        }
        return summaries;
    }
}
