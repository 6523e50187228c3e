package gyrus.app.command;

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
 * Where the CUDA libraries lie, as the dynamic linker would find them: LD_LIBRARY_PATH, the folders of /etc/ld.so.conf, the
 * linker's own, and then the toolkit's in /usr/local. Nothing is loaded.
 *
 * @param root        the root of the file system
 * @param libraryPath the value of LD_LIBRARY_PATH, empty when it is not set
 */
record CudaLibraries(Path root, String libraryPath) {

    private static final Path DRIVER = Path.of("proc/driver/nvidia/version");
    private static final String DRIVER_ADVICE = "install NVIDIA's driver, or pass the GPU into the container (--gpus all)";
    private static final String TOOLKIT_ADVICE =
            "install the CUDA 12 or 13 runtime libraries, or add their folder to LD_LIBRARY_PATH";

    /** A library under the names of the versions that serve, the preferred one first. */
    private record Library(String what, List<String> names, String advice) {}

    private static final List<Library> LIBRARIES = List.of(
            new Library("CUDA driver library", List.of("libcuda.so.1"), DRIVER_ADVICE),
            new Library("CUDA runtime", List.of("libcudart.so.12", "libcudart.so.13"), TOOLKIT_ADVICE),
            new Library("cuBLAS", List.of("libcublas.so.12", "libcublas.so.13"), TOOLKIT_ADVICE),
            new Library("cuDNN", List.of("libcudnn.so.9"), "install cuDNN 9, or add its folder to LD_LIBRARY_PATH"),
            new Library("NVRTC", List.of("libnvrtc.so.12", "libnvrtc.so.13"), TOOLKIT_ADVICE));

    static CudaLibraries ofThisMachine() {
        return new CudaLibraries(Path.of("/"), System.getenv().getOrDefault("LD_LIBRARY_PATH", ""));
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        findings.add(driver());
        SequencedSet<Path> folders = folders();
        String searched = folders.stream().map(Path::toString).collect(Collectors.joining(", "));
        findings.add(Finding.good("library folders", searched));
        for (Library library : LIBRARIES) {
            findings.add(find(library, folders));
        }
        return findings;
    }

    private Finding driver() {
        return lines(root.resolve(DRIVER))
                .findFirst()
                .map(version -> Finding.good("NVIDIA driver", version))
                .orElseGet(() -> Finding.bad("NVIDIA driver", "none: /" + DRIVER + " is missing", DRIVER_ADVICE));
    }

    private static Finding find(Library library, SequencedSet<Path> folders) {
        for (String name : library.names()) {
            for (Path folder : folders) {
                Path file = folder.resolve(name);
                if (!Files.exists(file)) {
                    continue;
                }
                return holdsSomething(file)
                        ? Finding.good(library.what(), file.toString())
                        : Finding.bad(library.what(), file + " is empty or cannot be read", library.advice());
            }
        }
        return Finding.bad(library.what(), String.join(" or ", library.names()) + " not found in the library folders",
                library.advice());
    }

    private static boolean holdsSomething(Path file) {
        try {
            return Files.isRegularFile(file) && Files.isReadable(file) && Files.size(file) > 0;
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** The folders that exist, each once, in the order they are searched. */
    private SequencedSet<Path> folders() {
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
}
