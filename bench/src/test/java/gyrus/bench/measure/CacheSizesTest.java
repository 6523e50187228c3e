package gyrus.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gyrus.bench.measure.CacheSizes.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Caches as Linux describes them: by each processor that has a part in them. */
final class CacheSizesTest {

    @TempDir
    private Path processors;

    private void cache(int processor, int index, int level, String type, String size, String shared) throws IOException {
        Path folder = Files.createDirectories(processors.resolve("cpu" + processor + "/cache/index" + index));
        Files.writeString(folder.resolve("level"), level + "\n");
        Files.writeString(folder.resolve("type"), type + "\n");
        Files.writeString(folder.resolve("size"), size + "\n");
        Files.writeString(folder.resolve("shared_cpu_list"), shared + "\n");
    }

    @Test
    void aSharedCacheCountsOnceAndSeparateOnesEach() throws IOException {
        for (int processor = 0; processor < 4; processor++) {
            cache(processor, 0, 1, "Data", "48K", Integer.toString(processor));
            cache(processor, 1, 1, "Instruction", "32K", Integer.toString(processor));
            cache(processor, 2, 3, "Unified", "16M", processor < 2 ? "0-1" : "2-3");
        }
        Files.createDirectories(processors.resolve("cpufreq"));

        CacheSizes sizes = CacheSizes.of(processors);

        assertEquals(Map.of(1, new Level(48 << 10, 4 * 48 << 10), 3, new Level(16 << 20, 32 << 20)), sizes.levels());
        assertEquals(32 << 20, sizes.last());
    }

    @Test
    void aSystemThatDescribesNoCacheHasNoSizes() {
        assertEquals(0, CacheSizes.of(processors.resolve("absent")).last());
        assertEquals(0, CacheSizes.of(processors).last());
    }
}
