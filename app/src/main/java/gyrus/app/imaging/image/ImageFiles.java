package gyrus.app.imaging.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The images of a folder: the one rule by which all commands tell data from other files.
 *
 * <p>A file is data where {@link ImageFile#isImage} says so and its name does not begin with a dot. Symbolic links to files and
 * folders are followed. A link whose target is missing counts as data, so that reading it fails by name. Files are ordered by
 * their paths, which does not depend on the locale.
 *
 * @param folder  the folder that was searched
 * @param files   the images; the header stands for a pair of header and voxels
 * @param leftOut what could be taken for data but is not; documents such as {@code .json} or {@code README} are not mentioned
 */
public record ImageFiles(Path folder, List<Path> files, List<LeftOut> leftOut) {

    private static final int NAMED = 8;
    private static final Set<String> DOCUMENTS = Set.of(
            "json", "tsv", "csv", "txt", "md", "rst", "log", "html", "pdf", "yml", "yaml", "xml", "bval", "bvec", "mat");

    /** A file or folder that is not data, and the reason. */
    public record LeftOut(Path file, String reason) {}

    public ImageFiles {
        files = files.stream().sorted().toList();
        leftOut = leftOut.stream().sorted(Comparator.comparing(LeftOut::file)).toList();
    }

    /** Finds the images that lie in the folder itself; none where it is not a folder. */
    public static ImageFiles in(Path folder) throws IOException {
        return new Search(false).of(folder);
    }

    /** Finds the images in the folder and all its subfolders; none where it is not a folder. */
    public static ImageFiles below(Path folder) throws IOException {
        return new Search(true).of(folder);
    }

    /** Lists the folders in a folder, hidden ones excepted, in order; none where it is not a folder. */
    public static List<Path> folders(Path folder) throws IOException {
        return entries(folder).stream().filter(Files::isDirectory).filter(entry -> !isHidden(entry)).toList();
    }

    /** Names what was left out, in one line for people; empty where that is nothing. */
    public Optional<String> note() {
        if (leftOut.isEmpty()) {
            return Optional.empty();
        }
        String names = leftOut.stream().limit(NAMED)
                .map(each -> folder.relativize(each.file()) + " (" + each.reason() + ")").collect(Collectors.joining(", "));
        return Optional.of(folder + ": left out " + leftOut.size() + (leftOut.size() == 1 ? " file: " : " files: ") + names
                + (leftOut.size() > NAMED ? " and " + (leftOut.size() - NAMED) + " more" : ""));
    }

    private static boolean isHidden(Path file) {
        return file.getFileName().toString().startsWith(".");
    }

    private static List<Path> entries(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    private static final class Search {

        private final boolean deep;
        private final List<Path> files = new ArrayList<>();
        private final List<LeftOut> leftOut = new ArrayList<>();
        private final Set<Path> open = new HashSet<>(); // the folders around the current one, links resolved

        Search(boolean deep) {
            this.deep = deep;
        }

        ImageFiles of(Path folder) throws IOException {
            visit(folder);
            return new ImageFiles(folder, files, leftOut);
        }

        private void visit(Path folder) throws IOException {
            if (!Files.isDirectory(folder)) {
                return;
            }
            Path real = folder.toRealPath();
            if (!open.add(real)) {
                leftOut.add(new LeftOut(folder, "a link to a folder that holds it"));
                return;
            }
            List<Path> entries = entries(folder);
            for (Path entry : entries) {
                if (Files.isDirectory(entry)) {
                    if (deep && !isHidden(entry)) {
                        visit(entry);
                    }
                } else {
                    sort(entry, entries);
                }
            }
            open.remove(real);
        }

        private void sort(Path file, List<Path> neighbours) {
            if (ImageFile.isVoxelPart(file)) {
                boolean pair = neighbours.stream()
                        .anyMatch(other -> ImageFile.isHeaderPart(other) && ImageFile.stem(other).equals(ImageFile.stem(file)));
                if (isHidden(file) || !pair) {
                    leftOut.add(new LeftOut(file, isHidden(file) ? "hidden" : "no .hdr beside it"));
                }
            } else if (ImageFile.isImage(file)) {
                if (isHidden(file)) {
                    leftOut.add(new LeftOut(file, "hidden"));
                } else if (Files.exists(file) && !Files.isRegularFile(file)) {
                    leftOut.add(new LeftOut(file, "not a file"));
                } else {
                    files.add(file);
                }
            } else if (!isHidden(file) && !isDocument(file)) {
                leftOut.add(new LeftOut(file, "not NIfTI or PNG"));
            }
        }

        private static boolean isDocument(Path file) {
            String name = file.getFileName().toString();
            int dot = name.lastIndexOf('.');
            return dot < 0 || DOCUMENTS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
        }
    }
}
