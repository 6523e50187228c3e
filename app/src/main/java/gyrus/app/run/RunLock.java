package gyrus.app.run;

import gyrus.app.failure.UserError;
import gyrus.model.file.AtomicFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock on a folder, which one process at a time holds. It is the operating system's lock on the file {@code lock}, so it ends
 * with its process, even if that is killed. The file's text names the holder, for the error that another process gets. The file
 * is never deleted, because another process may be waiting for its lock.
 */
public final class RunLock implements AutoCloseable {

    static final String FILE = "lock";

    private static final int MOST = 200; // bytes of the file that are read
    private static final long PAUSE = 50_000_000; // ns between two tries

    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Locks an existing folder.
     *
     * @throws UserError if another process holds the lock, which the message names
     */
    public static RunLock on(Path folder) throws IOException {
        return on(folder, Duration.ZERO);
    }

    /**
     * Locks an existing folder, after waiting for the lock if necessary.
     *
     * @param patience the longest time to wait
     * @throws UserError if another process still holds the lock then, which the message names
     */
    public static RunLock on(Path folder, Duration patience) throws IOException {
        FileChannel channel = FileChannel.open(
                folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (!locked(channel, System.nanoTime() + patience.toNanos())) {
                throw new UserError(folder + ": in use by " + holder(channel) + "; wait until that has ended, or stop it");
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(thisProcess().getBytes(StandardCharsets.UTF_8)), 0);
            AtomicFile.removeUnfinished(folder);
            return new RunLock(channel);
        } catch (FileSystemException | UserError failure) {
            channel.close();
            throw failure;
        } catch (IOException failure) {
            channel.close();
            throw new IOException(folder.resolve(FILE) + ": cannot be locked: " + failure.getMessage(), failure);
        }
    }

    private static boolean locked(FileChannel channel, long deadline) throws IOException {
        boolean locked = locked(channel);
        while (!locked && System.nanoTime() < deadline) {
            LockSupport.parkNanos(PAUSE);
            locked = locked(channel);
        }
        return locked;
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException thisProcessHasIt) {
            return false;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(MOST);
        channel.read(text, 0);
        String holder = new String(text.array(), 0, text.position(), StandardCharsets.UTF_8).strip();
        return holder.isEmpty() ? "another process" : holder;
    }

    /** Returns the text of the file, such as {@code process 4711 on HOST since 2026-01-31 21:15:08}. */
    private static String thisProcess() {
        return String.format(Locale.ROOT, "process %d on %s since %s%n", ProcessHandle.current().pid(), host(),
                LocalDateTime.now().truncatedTo(ChronoUnit.SECONDS).format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss",
                        Locale.ROOT)));
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "this machine";
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
