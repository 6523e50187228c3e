package gyrus.kernels.cuda.vendor;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folders in which libraries are searched: LD_LIBRARY_PATH, those of /etc/ld.so.conf, the dynamic linker's own, and the CUDA
 * toolkits in /usr/local. Nothing is loaded.
 *
 * @param root the root of the file system
 * @param libraryPath the value of LD_LIBRARY_PATH, empty if it is not set
 */
public record LibraryFolders(Path root, String libraryPath) {

    /** Returns the folders of this machine. */
    public static LibraryFolders ofThisMachine() {
        return new LibraryFolders(Path.of("/"), System.getenv().getOrDefault("LD_LIBRARY_PATH", ""));
    }

    /** Returns the first file with one of the names. The first name is searched in all folders before the next one. */
    public Found<Path> find(List<String> names) {
        SequencedSet<Path> folders = folders();
        for (String name : names) {
            for (Path folder : folders) {
                Path file = folder.resolve(name);
                if (Files.exists(file)) {
                    return holdsSomething(file) ? Found.here(file) : Found.missing(file + " is empty or cannot be read");
                }
            }
        }
        return Found.missing(String.join(" or ", names) + " not found in the library folders");
    }

    private static boolean holdsSomething(Path file) {
        try {
            return Files.isRegularFile(file) && Files.isReadable(file) && Files.size(file) > 0;
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** Returns the folders that exist, each once, in the order of the search. */
    public SequencedSet<Path> folders() {
        List<Path> folders = new ArrayList<>();
        for (String entry : libraryPath.split(File.pathSeparator)) {
            if (!entry.isBlank()) {
                folders.add(Path.of(entry));
            }
        }
        for (Path file : matching(root.resolve("etc/ld.so.conf.d"), "*.conf")) {
            lines(file).filter(line -> line.startsWith("/")).map(line -> under(line.strip())).forEach(folders::add);
        }
        String machine = System.getProperty("os.arch").equals("aarch64") ? "aarch64-linux-gnu" : "x86_64-linux-gnu";
        for (String folder : List.of("/lib/" + machine, "/usr/lib/" + machine, "/lib64", "/usr/lib64", "/lib", "/usr/lib")) {
            folders.add(under(folder));
        }
        for (Path toolkit : matching(root.resolve("usr/local"), "cuda*")) {
            folders.add(toolkit.resolve("lib64"));
        }
        SequencedSet<Path> present = new LinkedHashSet<>();
        for (Path folder : folders) {
            if (Files.isDirectory(folder)) {
                present.add(real(folder));
            }
        }
        return present;
    }

    private Path under(String absolute) {
        return root.resolve(absolute.substring(1));
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException unresolvable) {
            return folder;
        }
    }

    private static List<Path> matching(Path folder, String glob) {
        List<Path> paths = new ArrayList<>();
        try (var entries = Files.newDirectoryStream(folder, glob)) {
            entries.forEach(paths::add);
        } catch (IOException | DirectoryIteratorException noSuchFolder) {
            return List.of();
        }
        paths.sort(null);
        return paths;
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException unreadable) {
            return Stream.of();
        }
    }

    @Override
    public String toString() {
        return folders().stream().map(Path::toString).collect(Collectors.joining(", "));
    }
}
