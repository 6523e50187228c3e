package gyrus.app.run;

import gyrus.app.AtomicFile;
import gyrus.app.UserError;
import gyrus.app.file.JsonFile;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
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
            JsonNode tree = JsonFile.object(file);
            List<String> missing = new ArrayList<>();
            findMissing(tree, type, "", missing);
            if (!missing.isEmpty()) {
                throw new UserError(file + ": not a configuration of this version: it has no "
                        + String.join(", ", missing));
            }
            return JSON.treeToValue(tree, type);
        } catch (JacksonException failure) {
            throw new UserError(file + ": not a configuration of this version: " + reason(failure));
        }
    }

    private static void findMissing(JsonNode tree, Class<?> type, String place, List<String> missing) {
        for (RecordComponent component : type.getRecordComponents()) {
            JsonNode value = tree.path(component.getName());
            if (value.isMissingNode() || value.isNull()) {
                missing.add(place + component.getName());
            } else if (component.getType().isRecord()) {
                findMissing(value, component.getType(), place + component.getName() + ".", missing);
            } else if (holdsNull(value)) {
                missing.add("value for a part of " + place + component.getName());
            }
        }
    }

    private static boolean holdsNull(JsonNode value) {
        return value.isNull() || value.valueStream().anyMatch(ConfigFile::holdsNull);
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
                Map.Entry::getKey, entry -> entry.getValue().asString(), (a, b) -> a, LinkedHashMap::new));
    }

    /** What was wrong, for people. A refusal of the configuration's own says it best. */
    private static String reason(JacksonException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UserError error) {
                return error.getMessage();
            }
        }
        String key = failure.getPath().stream().map(JacksonException.Reference::getPropertyName).filter(Objects::nonNull)
                .collect(Collectors.joining("."));
        return switch (failure) {
            case UnrecognizedPropertyException unknown -> "there is no key " + key;
            case InvalidFormatException wrong -> key + " = " + wrong.getValue() + ": must be " + wanted(wrong.getTargetType());
            case MismatchedInputException wrong -> key + ": must be " + wanted(wrong.getTargetType());
            default -> failure.getOriginalMessage().lines().findFirst().orElse("unreadable");
        };
    }

    private static String wanted(Class<?> type) {
        if (type.isEnum()) {
            return "one of " + Arrays.stream(type.getEnumConstants()).map(value -> value.toString().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));
        }
        return switch (type.getSimpleName()) {
            case "int", "Integer", "long", "Long" -> "a whole number";
            case "double", "Double" -> "a number";
            case "String" -> "text";
            case "List", "ArrayList" -> "a list";
            default -> "a JSON object";
        };
    }
}
