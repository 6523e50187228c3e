package gyrus.model.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;

/**
 * The writer of every file of a run: a file appears whole or not at all. It is written beside its place, forced to the disk, and
 * then moved into its place. A failure is an {@link IOException} whose message names the file and the reason.
 */
public final class AtomicFile {

    /** The content of a file. */
    public interface Content {

        /** Writes the content to a stream, and may close it. */
        void writeTo(OutputStream stream) throws IOException;
    }

    private AtomicFile() {}

    /** Deletes the unfinished files that killed processes left in a folder. Call this only where no other process writes. */
    public static void removeUnfinished(Path folder) throws IOException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, ".*.part")) {
            for (Path part : parts) {
                Files.deleteIfExists(part);
            }
        }
    }

    /** Writes a text in UTF-8, as {@link #write(Path, Content)} does. */
    public static void write(Path target, String text) throws IOException {
        write(target, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes bytes, as {@link #write(Path, Content)} does. */
    public static void write(Path target, byte[] content) throws IOException {
        write(target, stream -> stream.write(content));
    }

    /** Writes a file, and replaces one that exists. A device or a pipe is written into. */
    public static void write(Path target, Content content) throws IOException {
        Path absolute = target.toAbsolutePath();
        if (Files.isDirectory(absolute)) {
            throw new IOException(target + ": not written: it is a folder; name a file");
        }
        if (Files.exists(absolute) && !Files.isRegularFile(absolute)) {
            try (OutputStream stream = Files.newOutputStream(absolute)) {
                content.writeTo(stream);
            } catch (IOException failure) {
                throw notWritten(target, failure);
            }
            return;
        }
        place(target, content, part -> Files.move(part, absolute, StandardCopyOption.ATOMIC_MOVE));
    }

    /** Writes bytes, as {@link #create(Path, Content)} does. */
    public static void create(Path target, byte[] content) throws IOException {
        create(target, stream -> stream.write(content));
    }

    /** Writes a file that does not exist yet. Nothing is ever overwritten. */
    public static void create(Path target, Content content) throws IOException {
        requireFree(target);
        place(target, content, part -> claim(part, target.toAbsolutePath()));
    }

    /**
     * Refuses a file that cannot be created, before anything is computed for it: one that is there already, one with a name that is
     * too long, and one in a folder that is missing or cannot be written to.
     */
    public static void requireFree(Path target) throws IOException {
        requireFreeOrNewFolder(target);
        Path folder = target.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw new IOException(target + ": not written: there is no folder " + folder);
        }
    }

    /** Refuses a file that cannot be created, as {@link #requireFree} does, where missing folders will be created, too. */
    public static void requireFreeOrNewFolder(Path target) throws IOException {
        Path absolute = target.toAbsolutePath();
        try {
            Files.readAttributes(absolute, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            throw new IOException(target + ": exists already; move it away, or choose another name");
        } catch (NoSuchFileException free) {
            requireFolder(target, absolute.getParent());
        } catch (FileSystemException impossible) {
            throw notWritten(target, impossible);
        }
    }

    private static void requireFolder(Path target, Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            if (!Files.isWritable(folder)) {
                throw new IOException(target + ": not written: permission denied in the folder " + folder);
            }
        } else if (Files.exists(folder)) {
            throw new IOException(target + ": not written: " + folder + " is a file, not a folder");
        } else if (folder.endsWith("..")) {
            throw new IOException(target + ": not written: there is no folder " + folder.getParent());
        } else {
            requireFolder(target, folder.getParent());
        }
    }

    /** Moves a part to a name that nobody has, even where another process takes it at the same moment. */
    private static void claim(Path part, Path target) throws IOException {
        try {
            Files.createLink(target, part);
        } catch (FileAlreadyExistsException taken) {
            throw taken;
        } catch (FileSystemException | UnsupportedOperationException noLinks) {
            Files.createFile(target);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private interface Place {
        void take(Path part) throws IOException;
    }

    private static void place(Path target, Content content, Place place) throws IOException {
        Path part = target.toAbsolutePath().resolveSibling(".gyrus-" + UUID.randomUUID() + ".part");
        try {
            try (OutputStream stream = Files.newOutputStream(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                content.writeTo(stream);
            }
            try (FileChannel written = FileChannel.open(part, StandardOpenOption.WRITE)) {
                written.force(true);
            }
            place.take(part);
        } catch (IOException failure) {
            throw notWritten(target, failure);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Returns a failure that names the target; the name of the temporary file beside it would mean nothing to the user. */
    private static IOException notWritten(Path target, IOException failure) {
        String reason = failure instanceof NoSuchFileException ? "there is no such folder" : FileTrouble.reason(failure);
        return new IOException(target + ": not written: " + reason, failure);
    }
}
