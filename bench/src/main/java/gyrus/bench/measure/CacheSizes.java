package gyrus.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The data caches of a machine's processors.
 *
 * @param levels by level; empty where the system does not tell
 */
public record CacheSizes(Map<Integer, Level> levels) {

    private static final Path PROCESSORS = Path.of("/sys/devices/system/cpu");

    /**
     * All caches of one level.
     *
     * @param each bytes of one of them
     * @param together bytes of all of them
     */
    public record Level(long each, long together) {}

    /** Reads the caches as Linux describes them. */
    public static CacheSizes ofThisMachine() {
        return of(PROCESSORS);
    }

    /** Reads the caches below a folder that is laid out like {@code /sys/devices/system/cpu}. */
    static CacheSizes of(Path processors) {
        Map<Integer, Level> levels = new TreeMap<>();
        Set<String> seen = new HashSet<>(); // a cache of several processors is described by each of them
        for (Path processor : folders(processors, "cpu[0-9]+")) {
            for (Path cache : folders(processor.resolve("cache"), "index[0-9]+")) {
                int level = Integer.parseInt(text(cache.resolve("level")));
                String name = level + " " + text(cache.resolve("type")) + " " + text(cache.resolve("shared_cpu_list"));
                if (!name.contains("Instruction") && seen.add(name)) {
                    long bytes = bytes(text(cache.resolve("size")));
                    levels.merge(level, new Level(bytes, bytes),
                            (one, other) -> new Level(one.each(), one.together() + other.together()));
                }
            }
        }
        return new CacheSizes(levels);
    }

    /** Returns the bytes of all caches of the last level; 0 where the system does not tell. */
    public long last() {
        return levels.values().stream().reduce((one, other) -> other).map(Level::together).orElse(0L);
    }

    private static long bytes(String size) {
        long number = Long.parseLong(size.substring(0, size.length() - 1));
        return size.endsWith("M") ? number << 20 : number << 10;
    }

    private static List<Path> folders(Path parent, String pattern) {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(parent)) {
            return all.filter(each -> each.getFileName().toString().matches(pattern)).sorted().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
