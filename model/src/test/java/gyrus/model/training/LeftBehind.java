package gyrus.model.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of a training's folder, for comparison. */
final class LeftBehind {

    private LeftBehind() {}

    /** Bit for bit, but for the seconds, which are the last column of the log, and TensorBoard's times. */
    static void assertSame(Path expected, Path actual, String what) throws IOException {
        for (String file : List.of("best.safetensors", "last.safetensors")) {
            assertArrayEquals(Files.readAllBytes(expected.resolve(file)), Files.readAllBytes(actual.resolve(file)),
                    file + ", " + what);
        }
        assertEquals(withoutSeconds(expected), withoutSeconds(actual), what);
        assertEquals(files(expected), files(actual), what);
    }

    private static List<String> withoutSeconds(Path folder) throws IOException {
        return Files.readAllLines(folder.resolve("log.csv")).stream()
                .map(line -> line.substring(0, line.lastIndexOf(',')))
                .toList();
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> !name.startsWith("events.")).sorted().toList();
        }
    }
}
