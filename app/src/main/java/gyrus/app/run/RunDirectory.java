package gyrus.app.run;

import gyrus.app.failure.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The folder of one run, locked by this process. A new run starts only in a folder without files of an earlier run, and one process
 * at a time works in a folder.
 */
public final class RunDirectory implements AutoCloseable {

    private static final String CONFIG = "config.json";
    private static final String BEFORE_CONFIG = RunLock.FILE + "|" + RunIdentity.FILE + "|\\..*\\.part";

    private final Path path;
    private final RunLock lock;

    private RunDirectory(Path path, RunLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Creates and locks the folder, and writes the run's identity and then its configuration. A folder with a configuration holds a
     * run that can be resumed.
     *
     * @throws UserError if the folder holds a run already
     */
    public static RunDirectory create(Path path, Record config, RunIdentity identity) throws IOException {
        requireUnused(path);
        Files.createDirectories(path);
        RunDirectory directory = new RunDirectory(path, RunLock.on(path));
        try {
            requireUnused(path); // another process may have begun a run here before this one got the lock
            identity.write(path);
            directory.write(config);
            return directory;
        } catch (IOException | RuntimeException failure) {
            directory.close();
            throw failure;
        }
    }

    /** Locks the folder of an earlier run to resume it. {@link RunIdentity#requireSame} must have accepted the run before. */
    public static RunDirectory resume(Path path) throws IOException {
        return new RunDirectory(path, RunLock.on(path));
    }

    /** Refuses a folder with files. Allowed are those of a run that was killed before it had written its configuration. */
    public static void requireUnused(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            try (Stream<Path> content = Files.list(path)) {
                if (content.map(Path::getFileName).map(Path::toString).anyMatch(name -> !name.matches(BEFORE_CONFIG))) {
                    throw new UserError(path + ": exists already; --resume goes on with it, or choose another --out");
                }
            }
        } else if (Files.exists(path)) {
            throw new UserError(path + ": is a file; choose another --out");
        }
    }

    /** Returns the configuration of the run in a folder. */
    public static <T extends Record> T config(Path path, Class<T> type) throws IOException {
        if (!Files.exists(path.resolve(CONFIG))) {
            throw new UserError(path + ": no run to resume, there is no " + CONFIG + " in it");
        }
        return ConfigFile.read(path.resolve(CONFIG), type);
    }

    /** Returns the folder. */
    public Path path() {
        return path;
    }

    /** Writes the configuration, and replaces an earlier one. */
    public void write(Record config) throws IOException {
        ConfigFile.write(config, path.resolve(CONFIG));
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
