package gyrus.app.run;

import gyrus.app.AtomicFile;
import gyrus.app.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A configuration, which is a record, as JSON, and changed by {@code key=value}. */
public final class ConfigFile {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    private ConfigFile() {}

    public static void write(Record config, Path file) throws IOException {
        AtomicFile.write(file, JSON.writeValueAsString(config) + "\n");
    }

    public static <T extends Record> T read(Path file, Class<T> type) throws IOException {
        try {
            JsonNode tree = JSON.readTree(Files.readAllBytes(file));
            if (!tree.isObject()) {
                throw new UserError(file + ": not a configuration: it holds no JSON object");
            }
            return JSON.treeToValue(tree, type);
        } catch (JacksonException failure) {
            throw new UserError(file + ": not a configuration of this version: " + reason(failure));
        }
    }

    /** The configuration with some of its keys changed. */
    public static <T extends Record> T with(T config, Class<T> type, List<String> settings) {
        ObjectNode tree = JSON.valueToTree(config);
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            String key = equals < 0 ? setting : setting.substring(0, equals);
            if (equals < 0 || !tree.has(key)) {
                throw new UserError("--set " + setting + ": expected KEY=VALUE with a key of "
                        + String.join(", ", tree.propertyNames()));
            }
            tree.put(key, setting.substring(equals + 1));
        }
        try {
            return JSON.treeToValue(tree, type);
        } catch (JacksonException failure) {
            throw new UserError("--set " + String.join(" --set ", settings) + ": " + reason(failure));
        }
    }

    /** Keys and values in the configuration's order, for people. */
    public static Map<String, String> lines(Record config) {
        ObjectNode tree = JSON.valueToTree(config);
        return tree.propertyStream().collect(Collectors.toMap(
                Map.Entry::getKey, entry -> entry.getValue().asString(), (a, b) -> a, java.util.LinkedHashMap::new));
    }

    /** A refusal of the configuration's own says best what was wrong. */
    private static String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UserError error) {
                return error.getMessage();
            }
        }
        return failure.getMessage().lines().findFirst().orElse("unreadable");
    }
}
