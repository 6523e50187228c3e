package gyrus.model.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AtomicFileTest {

    private static final byte[] TEXT = "new".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    @Test
    void aFileIsReplacedWhole() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "old");
        AtomicFile.write(file, "new");
        assertEquals("new", Files.readString(file));
        assertNothingElse("a");
    }

    @Test
    void aFailureWhileWritingLeavesWhatWasThere() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "old");
        IOException failure = assertThrows(IOException.class, () -> AtomicFile.write(file, stream -> {
            stream.write(TEXT);
            throw new IOException("No space left on device");
        }));
        assertEquals(file + ": not written: No space left on device", failure.getMessage());
        assertEquals("old", Files.readString(file));
        assertNothingElse("a");
    }

    @Test
    void aFileThatAppearsDuringTheWorkIsNotReplaced() throws IOException {
        Path file = folder.resolve("a");
        IOException failure = assertThrows(IOException.class, () -> AtomicFile.create(file, stream -> {
            stream.write(TEXT);
            Files.writeString(file, "of another process");
        }));
        assertEquals(file + ": not written: exists already", failure.getMessage());
        assertEquals("of another process", Files.readString(file));
        assertNothingElse("a");
    }

    @Test
    void theLongestNameOfTheFileSystemCanBeWritten() throws IOException {
        String longest = "ü".repeat(127) + "x"; // 255 bytes
        AtomicFile.create(folder.resolve(longest), TEXT);
        AtomicFile.write(folder.resolve(longest), "newer");
        assertEquals("newer", Files.readString(folder.resolve(longest)));
        assertNothingElse(longest);
    }

    @Test
    void aNameThatIsTooLongIsRefusedBeforeTheWork() {
        Path file = folder.resolve("x".repeat(256));
        IOException failure = assertThrows(IOException.class, () -> AtomicFile.requireFree(file));
        assertEquals(file + ": not written: File name too long", failure.getMessage());
    }

    @Test
    void anObstacleIsNamedBeforeTheWork() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "old");
        Files.createSymbolicLink(folder.resolve("dangling"), Path.of("nowhere"));
        assertEquals(file + ": exists already; move it away, or choose another name", refusal(file));
        assertEquals(folder.resolve("dangling") + ": exists already; move it away, or choose another name",
                refusal(folder.resolve("dangling")));
        assertEquals(folder.resolve("missing/../b") + ": not written: there is no folder " + folder.resolve("missing"),
                refusal(folder.resolve("missing/../b")));
        assertEquals(folder.resolve("missing/b") + ": not written: there is no folder " + folder.resolve("missing"),
                refusal(folder.resolve("missing/b")));
        AtomicFile.requireFreeOrNewFolder(folder.resolve("missing/b"));
    }

    @Test
    void aFolderOrAFileInPlaceOfOneIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "old");
        assertEquals(folder + ": not written: it is a folder; name a file",
                assertThrows(IOException.class, () -> AtomicFile.write(folder, "new")).getMessage());
        assertEquals(file.resolve("b") + ": not written: " + file + " is a file, not a folder", refusal(file.resolve("b")));
    }

    private static String refusal(Path file) {
        return assertThrows(IOException.class, () -> AtomicFile.requireFree(file)).getMessage();
    }

    private void assertNothingElse(String name) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(name), files.map(file -> file.getFileName().toString()).toList());
        }
    }
}
