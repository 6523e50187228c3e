package gyrus.app;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that appear whole or not at all: written beside their place, then moved there. */
public final class AtomicFile {

    /** What is to be in a file. */
    public interface Content {
        void writeTo(OutputStream stream) throws IOException;
    }

    private AtomicFile() {}

    /** Deletes what processes that were killed left of files in a folder; for the one process that works in it. */
    public static void removeUnfinished(Path folder) throws IOException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, ".*.part")) {
            for (Path part : parts) {
                Files.deleteIfExists(part);
            }
        }
    }

    public static void write(Path target, String text) throws IOException {
        write(target, text.getBytes(StandardCharsets.UTF_8));
    }

    public static void write(Path target, byte[] content) throws IOException {
        write(target, stream -> stream.write(content));
    }

    public static void write(Path target, Content content) throws IOException {
        Path absolute = target.toAbsolutePath();
        Path part = absolute.resolveSibling("." + absolute.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            try (OutputStream stream = Files.newOutputStream(part)) {
                content.writeTo(stream);
            }
            Files.move(part, absolute, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new IOException(target + ": not written: " + reason(failure), failure);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Without the name of the part, which nobody asked for. */
    private static String reason(IOException failure) {
        return switch (failure) {
            case NoSuchFileException absent -> "there is no such folder";
            case AccessDeniedException denied -> "permission denied";
            case FileSystemException refused -> refused.getReason();
            default -> failure.getMessage(); // a full disk
        };
    }
}
