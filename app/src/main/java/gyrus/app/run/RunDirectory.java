package gyrus.app.run;

import gyrus.app.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.stream.Stream;

/** The folder a run leaves everything in. A new run never writes into a folder that holds something. */
public final class RunDirectory {

    private static final String CONFIG = "config.json";

    private RunDirectory() {}

    /** {@code runs/KIND-20260131-120000}. */
    public static Path named(String kind, LocalDateTime now) {
        return Path.of("runs", kind + "-" + now.format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")));
    }

    /** Makes the folder and writes the configuration into it. */
    public static void create(Path folder, Record config) throws IOException {
        requireUnused(folder);
        Files.createDirectories(folder);
        ConfigFile.write(config, folder.resolve(CONFIG));
    }

    /** Writes another configuration into the folder of a run that goes on. */
    public static void change(Path folder, Record config) throws IOException {
        ConfigFile.write(config, folder.resolve(CONFIG));
    }

    /** Refuses a folder that holds something. */
    public static void requireUnused(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> content = Files.list(folder)) {
                if (content.findAny().isPresent()) {
                    throw new UserError(folder + ": exists already; --resume goes on with it, or choose another --out");
                }
            }
        } else if (Files.exists(folder)) {
            throw new UserError(folder + ": is a file; choose another --out");
        }
    }

    /** The configuration of the run that is resumed. */
    public static <T extends Record> T resume(Path folder, Class<T> type) throws IOException {
        if (!Files.exists(folder.resolve(CONFIG))) {
            throw new UserError(folder + ": no run to resume, there is no " + CONFIG + " in it");
        }
        return ConfigFile.read(folder.resolve(CONFIG), type);
    }
}
