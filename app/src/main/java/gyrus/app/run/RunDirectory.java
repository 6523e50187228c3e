package gyrus.app.run;

import gyrus.app.failure.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The folder a run leaves everything in, for as long as this process works in it. A new run never writes into a folder that holds
 * something, and no two processes work in one at a time.
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

    /** Makes the folder, fixes what the run depends on, and writes the configuration, with which the run has begun. */
    public static RunDirectory create(Path path, Record config, RunIdentity identity) throws IOException {
        requireUnused(path);
        Files.createDirectories(path);
        RunDirectory directory = new RunDirectory(path, RunLock.on(path));
        try {
            requireUnused(path); // by another process that began in the same moment
            identity.write(path);
            directory.write(config);
            return directory;
        } catch (IOException | RuntimeException failure) {
            directory.close();
            throw failure;
        }
    }

    /** Goes on in the folder of an earlier run, of which {@link RunIdentity#requireSame} has made sure. */
    public static RunDirectory resume(Path path) throws IOException {
        return new RunDirectory(path, RunLock.on(path));
    }

    /** Refuses a folder that holds more than what a run leaves that was killed before it had a configuration. */
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

    /** The configuration of the run that is resumed. */
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

    /** Writes the configuration, in the place of one that is there. */
    public void write(Record config) throws IOException {
        ConfigFile.write(config, path.resolve(CONFIG));
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
