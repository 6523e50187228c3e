package gyrus.app;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The reference data that lies beside the checkout; tests that need it are skipped where it is absent. */
public final class SharedData {

    private SharedData() {}

    public static Path folder(String name) {
        Path folder = Path.of("../../shared/data").resolve(name);
        Assumptions.assumeTrue(Files.isDirectory(folder), "skipped: no reference data in " + folder);
        return folder;
    }

    /** Returns the content of the folder's {@code expected.json}. */
    public static JsonNode expected(Path folder) {
        return JsonMapper.shared().readTree(folder.resolve("expected.json").toFile());
    }
}
