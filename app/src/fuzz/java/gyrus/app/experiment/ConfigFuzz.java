package gyrus.app.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import gyrus.app.experiment.Config.Preset;
import gyrus.app.failure.UserError;
import gyrus.app.run.ConfigFile;
import gyrus.app.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the bytes: a whole configuration, which survives being written, or a refusal in one line. */
public class ConfigFuzz {

    @TempDir
    private static Path folder;

    static Stream<byte[]> files() throws IOException {
        Stream.Builder<byte[]> seeds = Stream.builder();
        for (Preset preset : Preset.values()) {
            ConfigFile.write(Config.of(preset, "scans", 1), folder.resolve("config.json"));
            seeds.add(Files.readAllBytes(folder.resolve("config.json")));
        }
        return seeds.build();
    }

    @MethodSource("files")
    @FuzzTest(maxDuration = "60s")
    void anyBytesAreAConfigurationOrRefused(byte[] bytes) throws IOException {
        check(folder, bytes, Config.class,
                config -> assertTrue(config.network().parameterCount() > 0 && config.noiseModel() != null));
    }

    /** @param use what a command does with the configuration */
    public static <T extends Record> void check(Path folder, byte[] bytes, Class<T> type, Consumer<T> use) throws IOException {
        Path file = Files.write(folder.resolve("any.json"), bytes);
        T config;
        try {
            config = ConfigFile.read(file, type);
        } catch (UserError refused) {
            String message = refused.getMessage();
            assertTrue(message.startsWith(file + ": ") && message.lines().count() == 1, message);
            return;
        }
        use.accept(config);
        ConfigFile.write(config, folder.resolve("config.json"));
        assertEquals(config, RunDirectory.config(folder, type));
    }
}
