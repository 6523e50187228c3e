package gyrus.kernels.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a measurement of speed depends on, beside the code.
 *
 * @param processor the CPU's name, or the GPU's with its driver
 * @param threads of the CPU; 0 for a GPU
 */
public record Machine(String processor, int threads, int vectorBits) {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    /** Returns the name of this machine's CPU; its architecture where the system gives no name. */
    public static String processorName() {
        try {
            for (String line : Files.isReadable(PROCESSORS) ? Files.readAllLines(PROCESSORS) : List.<String>of()) {
                if (line.startsWith("model name")) {
                    return line.substring(line.indexOf(':') + 1).strip();
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return System.getProperty("os.arch");
    }

    /** Returns the file of this machine's {@link Tuning}, in the user's cache folder. */
    public Path tuningFile() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path folder = cache == null || cache.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return folder.resolve("gyrus").resolve("tuning").resolve((this + ".tsv").replaceAll("[^A-Za-z0-9.]+", "-"));
    }

    @Override
    public String toString() {
        return threads == 0
                ? processor
                : processor + ", " + threads + (threads == 1 ? " thread, " : " threads, ") + vectorBits + "-bit vectors";
    }
}
