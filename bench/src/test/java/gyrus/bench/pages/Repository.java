package gyrus.bench.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The checkout that the tests run in: its folder, its Markdown pages and its sources. */
public final class Repository {

    /** The checkout's top folder: the one with the launcher. */
    public static final Path ROOT = root();

    private static final Set<String> NOT_OURS = Set.of(".git", "target", "runs", ".idea");

    private Repository() {}

    private static Path root() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("gyrus")) && Files.isDirectory(folder.resolve("docs"))) {
                return folder;
            }
        }
        throw new IllegalStateException("no folder with gyrus and docs above " + Path.of("").toAbsolutePath());
    }

    /** Returns every Markdown page of the checkout, by path. */
    static List<MarkdownPage> pages() {
        return files(".md").stream().map(MarkdownPage::read).toList();
    }

    /** Returns every file whose path ends so, sorted; build outputs and runs are left out. */
    public static List<Path> files(String ending) {
        try (Stream<Path> files = walk(ROOT)) {
            return files.filter(file -> ("/" + name(file)).endsWith(ending)).sorted().toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Stream<Path> walk(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !NOT_OURS.contains(entry.getFileName().toString())).toList().stream()
                    .flatMap(entry -> {
                        try {
                            return Files.isDirectory(entry) ? walk(entry) : Stream.of(entry);
                        } catch (IOException failure) {
                            throw new UncheckedIOException(failure);
                        }
                    });
        }
    }

    /** Returns a file's path below the checkout, with slashes. */
    public static String name(Path file) {
        return ROOT.relativize(file).toString().replace('\\', '/');
    }

    /** Returns the text of a file, with line ends of one character. */
    public static String text(Path file) {
        try {
            return Files.readString(file).replace("\r\n", "\n");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
