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
 * A folder that one process at a time works in. The lock is the operating system's, on the file {@code lock}, and ends with its
 * process, however that ends; what the file says is for the one who is refused. The file stays: whoever deleted it could not be
 * sure that nobody waits for it.
 */
public final class RunLock implements AutoCloseable {

    static final String FILE = "lock";

    private static final int MOST = 200; // bytes of the file that are read
    private static final long PAUSE = 50_000_000; // ns between two tries

    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Locks an existing folder, or says who has it. */
    public static RunLock on(Path folder) throws IOException {
        return on(folder, Duration.ZERO);
    }

    /** Locks an existing folder; where another has it for longer than this, says who. */
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

    /** {@code process 4711 on HOST since 2026-01-31 21:15:08}. */
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
