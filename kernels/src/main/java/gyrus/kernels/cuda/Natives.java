package gyrus.kernels.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Loads JCuda's native libraries. JCuda unpacks them into Java's folder for temporary files and takes whatever lies there under
 * their names; so it gets a folder of its own, which nobody else can write to and which is removed once they are loaded.
 */
final class Natives {

    private static final String FOLDER = "java.io.tmpdir";

    private Natives() {}

    /** Whether the system finds a library by its name: {@code libcuda.so.1}. */
    static boolean isInstalled(String library) {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup(library, arena);
            return true;
        } catch (IllegalArgumentException missing) {
            return false;
        }
    }

    /** Runs what makes JCuda load a library. */
    static void load(Runnable use) {
        String before = System.getProperty(FOLDER);
        try {
            Path folder = Files.createTempDirectory("gyrus-jcuda");
            System.setProperty(FOLDER, folder.toString());
            try {
                use.run();
            } finally {
                System.setProperty(FOLDER, before);
                remove(folder);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.delete(file); // a loaded library stays loaded
            }
        }
        Files.delete(folder);
    }
}
