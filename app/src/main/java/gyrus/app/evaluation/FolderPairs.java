package gyrus.app.evaluation;

import gyrus.app.failure.UserError;
import gyrus.app.imaging.bids.Derivatives;
import gyrus.app.imaging.image.ImageFile;
import gyrus.app.imaging.image.ImageFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The pairs of segmentations in two folders and their subfolders. Two files are a pair where their paths below the folders are
 * equal, else where their names are and no other file of either folder has that name. The format's ending does not count, nor
 * does {@code _desc-brain_mask} before it, which {@code gyrus segment} writes.
 *
 * @param pairs by name: that of the files where it is unique, else their path
 * @param ambiguous the reason, by name, for which two files that could be a pair are none
 * @param truthOnly paths without partner
 * @param testOnly paths without partner
 * @param notes which files of the folders are no data, for people
 */
public record FolderPairs(SequencedMap<String, MaskPair> pairs, SequencedMap<String, String> ambiguous, List<String> truthOnly,
        List<String> testOnly, List<String> notes) {

    private static final String SEGMENTED = "_" + Derivatives.BRAIN_MASK + "$";

    /** Finds the pairs; refuses folders that have none. */
    public static FolderPairs of(Path truths, Path tests) throws IOException {
        List<String> notes = new ArrayList<>();
        return new Search(files(truths, notes), files(tests, notes), notes).pairs(truths, tests);
    }

    /** Returns the images of a folder by their paths. */
    private static SortedMap<String, List<Path>> files(Path folder, List<String> notes) throws IOException {
        ImageFiles images = ImageFiles.below(folder);
        images.note().ifPresent(notes::add);
        if (images.files().isEmpty()) {
            throw new UserError(folder + ": holds no image (.nii, .nii.gz, .hdr or .png)"
                    + images.note().map(note -> " (" + note + ")").orElse(""));
        }
        SortedMap<String, List<Path>> files = new TreeMap<>();
        for (Path file : images.files()) {
            Path stem = folder.relativize(file).resolveSibling(ImageFile.stem(file).replaceFirst(SEGMENTED, ""));
            String path = stem.toString().replace(stem.getFileSystem().getSeparator(), "/");
            String key = Normalizer.normalize(path, Normalizer.Form.NFC);
            files.computeIfAbsent(key, none -> new ArrayList<>()).add(file);
        }
        return files;
    }

    private record Search(SortedMap<String, List<Path>> truths, SortedMap<String, List<Path>> tests, List<String> notes) {

        FolderPairs pairs(Path truthFolder, Path testFolder) {
            SortedMap<String, String> testOf = new TreeMap<>();
            truths.keySet().stream().filter(tests::containsKey).forEach(path -> testOf.put(path, path));
            SortedMap<String, List<String>> truthsByName = byName(truths);
            SortedMap<String, List<String>> testsByName = byName(tests);
            truthsByName.forEach((name, paths) -> {
                List<String> others = testsByName.getOrDefault(name, List.of());
                if (paths.size() == 1 && others.size() == 1) {
                    testOf.putIfAbsent(paths.getFirst(), others.getFirst());
                }
            });
            if (testOf.isEmpty()) {
                throw new UserError("no file of " + truthFolder + " has the name of one in " + testFolder + " (such as "
                        + name(truths.firstKey()) + " and " + name(tests.firstKey()) + "); pairs are found by their names");
            }
            boolean unique = testOf.keySet().stream().map(Search::name).distinct().count() == testOf.size();
            SequencedMap<String, MaskPair> pairs = new TreeMap<>();
            SequencedMap<String, String> ambiguous = new TreeMap<>();
            testOf.forEach((truth, test) -> {
                String name = unique ? name(truth) : truth;
                List<Path> truthFiles = truths.get(truth);
                List<Path> testFiles = tests.get(test);
                if (truthFiles.size() == 1 && testFiles.size() == 1) {
                    pairs.put(name, new MaskPair(truthFiles.getFirst(), testFiles.getFirst()));
                } else {
                    List<Path> twice = truthFiles.size() > 1 ? truthFiles : testFiles;
                    ambiguous.put(name, "two files have one name: " + twice.get(0) + " and " + twice.get(1));
                }
            });
            return new FolderPairs(pairs, ambiguous, without(truths, testOf.keySet()), without(tests, testOf.values()), notes);
        }

        private static SortedMap<String, List<String>> byName(SortedMap<String, List<Path>> files) {
            SortedMap<String, List<String>> paths = new TreeMap<>();
            files.keySet().forEach(path -> paths.computeIfAbsent(name(path), none -> new ArrayList<>()).add(path));
            return paths;
        }

        private static String name(String path) {
            return path.substring(path.lastIndexOf('/') + 1);
        }

        private static List<String> without(Map<String, List<Path>> files, Iterable<String> paired) {
            TreeSet<String> left = new TreeSet<>(files.keySet());
            paired.forEach(left::remove);
            return List.copyOf(left);
        }
    }
}
