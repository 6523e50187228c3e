package gyrus.app.run;

import gyrus.app.AtomicFile;
import gyrus.app.UserError;
import gyrus.app.file.JsonFile;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
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
        return read(file, type, "not a configuration of this version", "");
    }

    /**
     * Reads a record that the program wrote; one of another shape is refused.
     *
     * @param problem what such a file is, for the error
     * @param advice what to do about it, behind the reason; may be empty
     */
    public static <T extends Record> T read(Path file, Class<T> type, String problem, String advice) throws IOException {
        JsonNode tree;
        try {
            tree = JsonFile.object(file);
        } catch (UserError refused) {
            throw new UserError(refused.getMessage() + advice);
        }
        try {
            List<String> missing = new ArrayList<>();
            findMissing(tree, type, "", missing);
            if (!missing.isEmpty()) {
                throw new UserError(file + ": " + problem + ": it has no " + String.join(", ", missing) + advice);
            }
            return JSON.treeToValue(tree, type);
        } catch (JacksonException failure) {
            throw new UserError(file + ": " + problem + ": " + reason(failure) + advice);
        }
    }

    private static void findMissing(JsonNode tree, Class<?> type, String place, List<String> missing) {
        for (RecordComponent component : type.getRecordComponents()) {
            JsonNode value = tree.path(component.getName());
            if (value.isMissingNode() || value.isNull()) {
                missing.add(place + component.getName());
            } else if (component.getType().isRecord()) {
                findMissing(value, component.getType(), place + component.getName() + ".", missing);
            } else if (value.isArray() && elements(component) instanceof Class<?> element && element.isRecord()) {
                for (int i = 0; i < value.size(); i++) {
                    findMissing(value.get(i), element, place + component.getName() + "[" + i + "].", missing);
                }
            } else if (holdsNull(value)) {
                missing.add("value for a part of " + place + component.getName());
            }
        }
    }

    /** What a list is a list of. */
    private static Type elements(RecordComponent list) {
        return list.getGenericType() instanceof ParameterizedType type ? type.getActualTypeArguments()[0] : Object.class;
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

    /** Keys and values in the configuration's order, for people; a key within another is {@code outer.inner}. */
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
