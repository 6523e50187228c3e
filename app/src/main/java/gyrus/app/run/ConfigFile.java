package gyrus.app.run;

import gyrus.app.failure.UsageError;
import gyrus.app.failure.UserError;
import gyrus.app.file.JsonFile;
import gyrus.model.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes configurations, which are records, as JSON, and changes their keys by {@code key=value}. */
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

    /** Writes a configuration as JSON. */
    public static void write(Record config, Path file) throws IOException {
        AtomicFile.write(file, text(config));
    }

    /** Returns a configuration as JSON, as {@link #write} writes it. */
    public static String text(Record config) {
        return JSON.writeValueAsString(config) + "\n";
    }

    /**
     * Reads a configuration.
     *
     * @throws UserError if a key is missing or unknown, or a value is out of range
     */
    public static <T extends Record> T read(Path file, Class<T> type) throws IOException {
        return read(file, type, "not a configuration of this version", "");
    }

    /**
     * Reads a record that the program wrote.
     *
     * @param problem the error's statement about a file that does not fit, such as {@code not a configuration of this version}
     * @param advice the error's advice, which stands behind the reason; may be empty
     * @throws UserError if a key is missing or unknown, or a value is out of range
     */
    public static <T extends Record> T read(Path file, Class<T> type, String problem, String advice) throws IOException {
        try {
            return value(JsonFile.object(file), type, file + ": " + problem + ": ");
        } catch (UserError refused) {
            throw new UserError(refused.getMessage() + advice);
        }
    }

    /** Converts a tree to a record; the messages of its errors start with {@code begin}. */
    private static <T extends Record> T value(JsonNode tree, Class<T> type, String begin) {
        try {
            ConfigValues.require(tree, type);
            return JSON.treeToValue(tree, type);
        } catch (UserError refused) {
            throw new UserError(begin + refused.getMessage());
        } catch (JacksonException failure) {
            throw new UserError(begin + reason(failure));
        }
    }

    /** Returns the reason of a failure for people: the message of the record's own check, if that failed. */
    private static String reason(JacksonException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UserError error) {
                return error.getMessage();
            }
        }
        return failure.getPath().stream().map(JacksonException.Reference::getPropertyName).filter(Objects::nonNull)
                .collect(Collectors.joining(".")) + ": is of another kind than this version writes";
    }

    /**
     * Returns the configuration with some of its keys changed by options. If a key has two values, the later one counts.
     *
     * @throws UsageError if there is no such key, or a value does not fit
     */
    public static <T extends Record> T with(T config, Class<T> type, List<String> settings) {
        ObjectNode tree = JSON.valueToTree(config);
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            String key = equals < 0 ? setting : setting.substring(0, equals);
            if (equals < 0 || !tree.has(key)) {
                throw new UsageError("--set " + setting + ": expected KEY=VALUE with a key of "
                        + String.join(", ", tree.propertyNames()));
            }
            tree.set(key, ConfigValues.parsed(key, setting.substring(equals + 1), type));
        }
        try {
            return value(tree, type, "");
        } catch (UserError refused) {
            throw new UsageError(refused.getMessage());
        }
    }

    /** Returns the keys and values of a configuration as text, in its order. A key within another is {@code outer.inner}. */
    public static Map<String, String> lines(Record config) {
        Map<String, String> lines = new LinkedHashMap<>();
        addLines(JSON.valueToTree(config), "", lines);
        return lines;
    }

    private static void addLines(JsonNode tree, String place, Map<String, String> lines) {
        tree.propertyStream().forEach(entry -> {
            JsonNode value = entry.getValue();
            if (value.isObject()) {
                addLines(value, place + entry.getKey() + ".", lines);
            } else {
                lines.put(place + entry.getKey(), value.isValueNode() ? value.asString() : value.toString());
            }
        });
    }
}
