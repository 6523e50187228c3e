package gyrus.kernels.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The machine that a measurement of speed is valid for.
 *
 * @param processor the name of the CPU, or that of the GPU with its driver
 * @param threads the number of CPU threads; 0 for a GPU
 * @param vectorBits the width of the CPU's vectors; 0 for a GPU
 */
public record Machine(String processor, int threads, int vectorBits) {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    /** Returns the name of this machine's CPU, or its architecture if the system gives no name. */
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
