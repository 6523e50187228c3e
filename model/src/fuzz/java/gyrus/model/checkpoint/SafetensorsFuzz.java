package gyrus.model.checkpoint;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.management.ThreadMXBean;
import gyrus.kernels.DType;
import gyrus.model.CheckpointException;
import gyrus.model.checkpoint.SafetensorsFile.Entry;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are read as a checkpoint or refused by a message that names the file, in memory that the file's size bounds. */
class SafetensorsFuzz {

    @TempDir
    private static Path folder;

    static Stream<byte[]> files() throws IOException {
        SequencedMap<String, Entry> tensors = new LinkedHashMap<>();
        Path file = folder.resolve("seed.safetensors");
        try (Arena arena = Arena.ofConfined()) {
            tensors.put("head.weight", new Entry(DType.FLOAT32, new long[] {1, 2}, arena.allocate(8)));
            tensors.put("head.bias", new Entry(DType.FLOAT64, new long[] {1}, arena.allocate(8)));
            Safetensors.write(file, Map.of("epoch", "3"), tensors);
        }
        return Stream.of(Files.readAllBytes(file));
    }

    @MethodSource("files")
    @FuzzTest(maxDuration = "60s")
    void anyBytesAreAFileOrRefused(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("any.safetensors"), bytes);
        read(file); // loads the classes, which is not to count
        long before = allocated();
        read(file);
        long taken = allocated() - before;
        assertTrue(taken < (1 << 20) + 100L * bytes.length, taken + " bytes for a file of " + bytes.length);
    }

    private static void read(Path file) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            SafetensorsFile read = Safetensors.read(file, arena);
            assertTrue(read.tensors().values().stream().mapToLong(entry -> entry.data().byteSize()).sum() <= Files.size(file));
        } catch (CheckpointException refused) {
            assertTrue(refused.getMessage().startsWith(file.toString()), refused.getMessage());
        }
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
