package gyrus.app.study;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import gyrus.app.experiment.Config;
import gyrus.app.experiment.Config.Preset;
import gyrus.app.experiment.ConfigFuzz;
import gyrus.app.failure.UserError;
import gyrus.app.run.ConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the bytes: a study whose jobs can be listed, or a refusal in one line. */
class StudyConfigFuzz {

    @TempDir
    private static Path folder;

    static Stream<byte[]> files() throws IOException {
        Config base = Config.of(Preset.QUICK, "scans", 1);
        ConfigFile.write(new StudyConfig(base, List.of(8, 4), 2, List.of("sub-01", "sub-02"),
                Map.of("noise", List.of("uniform", "gimp"))), folder.resolve("config.json"));
        return Stream.of(Files.readAllBytes(folder.resolve("config.json")));
    }

    @MethodSource("files")
    @FuzzTest(maxDuration = "60s")
    void anyBytesAreAStudyOrRefused(byte[] bytes) throws IOException {
        ConfigFuzz.check(folder, bytes, StudyConfig.class, study -> {
            try {
                assertFalse(study.checked().jobs().isEmpty());
            } catch (UserError refused) {
                assertTrue(refused.getMessage().startsWith("--factor "), refused.getMessage());
            }
        });
    }
}
