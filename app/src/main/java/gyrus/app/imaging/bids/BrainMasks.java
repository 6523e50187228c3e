package gyrus.app.imaging.bids;

import gyrus.app.failure.UserError;
import gyrus.app.imaging.image.ImageFile;
import gyrus.app.imaging.image.ImageFiles;
import gyrus.app.imaging.image.PngFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The brain masks of a BIDS dataset, which lie in folders below {@code derivatives}, one for each way they were made. Masks that
 * Gyrus generated are never truth.
 */
final class BrainMasks {

    /** The end of a mask's name, before the format's. */
    static final String ENDING = "_" + Derivatives.BRAIN_MASK;

    private static final String DERIVED_ENTITIES = "(_(space|res)-[A-Za-z0-9]+)+";

    private final Path derivatives;
    private final List<Path> pipelines;
    private final Map<String, Integer> used = new TreeMap<>(); // masks that were found, by pipeline
    private final Map<String, Integer> generated = new TreeMap<>(); // masks of Gyrus, by pipeline
    private final List<String> leftOut = new ArrayList<>();

    private BrainMasks(Path derivatives, List<Path> pipelines) {
        this.derivatives = derivatives;
        this.pipelines = pipelines;
    }

    /** Returns the masks of a dataset whose images alone are read: none. */
    static BrainMasks none(Path dataset) {
        return new BrainMasks(dataset.resolve("derivatives"), List.of());
    }

    /** @param chosen the name of a folder below {@code derivatives}; empty: all of them */
    static BrainMasks below(Path dataset, String chosen) throws IOException {
        Path derivatives = dataset.resolve("derivatives");
        List<Path> all = ImageFiles.folders(derivatives);
        if (chosen.isEmpty()) {
            return new BrainMasks(derivatives, all);
        }
        Path pipeline = derivatives.resolve(chosen);
        if (!Files.isDirectory(pipeline) || !pipeline.normalize().startsWith(derivatives.normalize())) {
            throw new UserError("--derivatives " + chosen + ": there is no such folder in " + derivatives + "; it holds "
                    + (all.isEmpty() ? "none" : names(all.stream().map(path -> path.getFileName().toString()).toList())));
        }
        return new BrainMasks(derivatives, List.of(pipeline));
    }

    /**
     * Returns the mask named exactly after the scan, else the one whose name adds the derivative's space or resolution.
     *
     * @param id   the scan's
     * @param anat where scans of this subject and session lie in each pipeline's folder
     */
    Optional<Path> of(String id, Path anat) throws IOException {
        Map<Path, Path> exact = new TreeMap<>();
        Map<Path, Path> further = new TreeMap<>();
        for (Path pipeline : pipelines) {
            ImageFiles files = ImageFiles.in(pipeline.resolve(anat));
            files.note().filter(note -> !leftOut.contains(note)).ifPresent(leftOut::add);
            for (Path mask : files.files()) {
                String stem = ImageFile.stem(mask);
                if (!stem.startsWith(id) || !stem.endsWith(ENDING) || PngFile.isPng(mask)) {
                    continue;
                }
                String between = stem.substring(id.length(), Math.max(id.length(), stem.length() - ENDING.length()));
                if (!between.isEmpty() && !between.matches(DERIVED_ENTITIES)) {
                    continue;
                }
                if (Derivatives.generator(mask).isPresent()) {
                    generated.merge(name(pipeline), 1, Integer::sum);
                } else {
                    (between.isEmpty() ? exact : further).put(mask, pipeline);
                }
            }
        }
        Map<Path, Path> found = exact.isEmpty() ? further : exact;
        if (found.size() > 1) {
            throw ambiguous(id, found);
        }
        found.values().forEach(pipeline -> used.merge(name(pipeline), 1, Integer::sum));
        return found.keySet().stream().findFirst();
    }

    private UserError ambiguous(String id, Map<Path, Path> found) {
        List<Path> masks = List.copyOf(found.keySet());
        Set<String> choices = new TreeSet<>();
        found.values().forEach(pipeline -> choices.add(name(pipeline)));
        return new UserError("scan " + id + " has " + masks.size() + " brain masks: " + masks.get(0) + " and " + masks.get(1)
                + (choices.size() > 1 ? "; choose whose masks are the truth by --derivatives NAME: " + names(choices)
                        : "; keep one of them"));
    }

    /** Says what was left out, and where the masks are of several kinds. */
    List<String> notes() {
        List<String> notes = new ArrayList<>(leftOut);
        generated.forEach((pipeline, count) -> notes.add(derivatives.resolve(pipeline) + ": left out " + count
                + (count == 1 ? " mask" : " masks") + " that gyrus generated; such are no truth"));
        if (used.size() > 1) {
            notes.add(derivatives + ": the masks are of different folders, " + used.entrySet().stream()
                    .map(each -> each.getValue() + " of " + each.getKey()).collect(Collectors.joining(", "))
                    + "; --derivatives NAME takes one folder alone");
        }
        return notes;
    }

    private String name(Path pipeline) {
        return derivatives.relativize(pipeline).toString();
    }

    private static String names(Iterable<String> names) {
        return String.join(", ", names);
    }
}
