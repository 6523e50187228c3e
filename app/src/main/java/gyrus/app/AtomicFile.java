package gyrus.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that appear whole or not at all: written beside their place, then moved there. */
public final class AtomicFile {

    private AtomicFile() {}

    public static void write(Path target, String text) throws IOException {
        write(target, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Deletes what processes that were killed left of files in a folder; for the one process that works in it. */
    public static void removeUnfinished(Path folder) throws IOException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, ".*.part")) {
            for (Path part : parts) {
                Files.deleteIfExists(part);
            }
        }
    }

    public static void write(Path target, byte[] content) throws IOException {
        Path absolute = target.toAbsolutePath();
        Path part = absolute.resolveSibling("." + absolute.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            Files.write(part, content);
            Files.move(part, absolute, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException failure) {
            throw failure;
        } catch (IOException failure) { // a full disk does not say which file it was
            throw new IOException(target + ": cannot be written: " + failure.getMessage(), failure);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
