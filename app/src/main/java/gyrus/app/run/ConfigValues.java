package gyrus.app.run;

import gyrus.app.failure.UsageError;
import gyrus.app.failure.UserError;
import gyrus.app.file.Decimal;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The rules for values of a configuration: whole numbers are whole and fit their type, other numbers are finite, and a choice is
 * one of its names. A value of one kind is never taken for another.
 */
public final class ConfigValues {

    private static final int LONGEST = 60; // characters of a value that a message repeats

    private ConfigValues() {}

    /**
     * Checks the value of a key; constructors of configurations call it.
     *
     * @param wanted the allowed values, in words
     * @throws UserError with key, value and allowed values if {@code holds} is false
     */
    public static void require(boolean holds, String key, Object value, String wanted) {
        if (!holds) {
            throw new UserError(key + " = " + value + ": must be " + wanted);
        }
    }

    /** Refuses a tree that is not a record of this type. */
    static void require(JsonNode tree, Class<?> record) {
        requireValues(tree, record, "");
        String missing = missing(tree, record, "").collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw new UserError("it has no " + missing);
        }
    }

    /** Returns the value that a text stands for, by the type of a record's component. */
    static JsonNode parsed(String key, String text, Class<?> record) {
        Class<?> type = Arrays.stream(record.getRecordComponents()).filter(component -> component.getName().equals(key))
                .findFirst().orElseThrow().getType();
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (type == String.class || type.isEnum()) {
            return nodes.stringNode(text);
        }
        if (type == boolean.class && (text.equals("true") || text.equals("false"))) {
            return nodes.booleanNode(text.equals("true"));
        }
        if (isNumber(type) && Decimal.isNumber(text)) {
            return nodes.numberNode(new BigDecimal(text));
        }
        throw new UsageError(key + " = " + text + ": must be " + wanted(type)
                + (type == boolean.class || isNumber(type) ? "" : ", which only a --config FILE can give"));
    }

    /** Refuses values of another kind or range, and keys that the record does not have. */
    private static void requireValues(JsonNode tree, Class<?> record, String place) {
        List<RecordComponent> components = List.of(record.getRecordComponents());
        for (RecordComponent component : components) {
            JsonNode value = tree.path(component.getName());
            if (!value.isMissingNode() && !value.isNull()) {
                require(value, component.getGenericType(), place + component.getName());
            }
        }
        List<String> keys = components.stream().map(RecordComponent::getName).toList();
        for (String key : tree.propertyNames()) {
            if (!keys.contains(key)) {
                throw new UserError("there is no key " + place + key);
            }
        }
    }

    /** Returns the keys without a value. */
    private static Stream<String> missing(JsonNode value, Type type, String key) {
        if (value.isMissingNode() || value.isNull()) {
            return Stream.of(key);
        }
        if (type instanceof Class<?> record && record.isRecord()) {
            return Arrays.stream(record.getRecordComponents()).flatMap(component -> missing(value.path(component.getName()),
                    component.getGenericType(), (key.isEmpty() ? "" : key + ".") + component.getName()));
        }
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return IntStream.range(0, value.size()).boxed().flatMap(
                    i -> missing(value.get(i), list.getActualTypeArguments()[0], key + "[" + i + "]"));
        }
        return Stream.empty();
    }

    private static void require(JsonNode value, Type type, String key) {
        if (type instanceof ParameterizedType generic && generic.getRawType() == List.class && value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                require(value.get(i), generic.getActualTypeArguments()[0], key + "[" + i + "]");
            }
        } else if (type instanceof ParameterizedType map && value.isObject()) {
            if (map.getActualTypeArguments()[0] instanceof Class<?> choice && choice.isEnum()) {
                value.propertyNames().stream().filter(name -> names(choice).noneMatch(name::equalsIgnoreCase)).findFirst()
                        .ifPresent(name -> {
                            throw new UserError("there is no key " + key + "." + name);
                        });
            }
            value.propertyStream().forEach(
                    entry -> require(entry.getValue(), map.getActualTypeArguments()[1], key + "." + entry.getKey()));
        } else if (type instanceof Class<?> record && record.isRecord() && value.isObject()) {
            requireValues(value, record, key + ".");
        } else if (!fits(value, type)) {
            String text = type instanceof Class<?> choice && choice.isEnum() && value.isString()
                    ? value.stringValue() : value.toString();
            throw new UserError(key + " = " + (text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text) + ": must be "
                    + wanted(type));
        }
    }

    private static boolean fits(JsonNode value, Type type) {
        return switch (type.getTypeName()) {
            case "int", "java.lang.Integer" -> isWhole(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case "long", "java.lang.Long" -> isWhole(value, Long.MIN_VALUE, Long.MAX_VALUE);
            case "double", "java.lang.Double" -> value.isNumber() && Double.isFinite(value.decimalValue().doubleValue());
            case "boolean" -> value.isBoolean();
            case "java.lang.String" -> value.isString();
            default -> type instanceof Class<?> choice && choice.isEnum() && value.isString()
                    && names(choice).anyMatch(value.stringValue()::equalsIgnoreCase);
        };
    }

    private static boolean isWhole(JsonNode value, long least, long greatest) {
        if (!value.isNumber()) {
            return false;
        }
        BigDecimal number = value.decimalValue();
        return number.compareTo(BigDecimal.valueOf(least)) >= 0 && number.compareTo(BigDecimal.valueOf(greatest)) <= 0
                && (number.signum() == 0 || number.stripTrailingZeros().scale() <= 0);
    }

    private static boolean isNumber(Type type) {
        return type == int.class || type == long.class || type == double.class;
    }

    private static Stream<String> names(Class<?> choice) {
        return Arrays.stream(choice.getEnumConstants()).map(Object::toString);
    }

    private static String wanted(Type type) {
        return switch (type.getTypeName()) {
            case "int", "java.lang.Integer" -> "a whole number of at most " + Integer.MAX_VALUE;
            case "long", "java.lang.Long" -> "a whole number of at most " + Long.MAX_VALUE;
            case "double", "java.lang.Double" -> "a finite number";
            case "boolean" -> "true or false";
            case "java.lang.String" -> "text";
            default -> {
                if (type instanceof Class<?> choice && choice.isEnum()) {
                    yield "one of " + names(choice).map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.joining(", "));
                }
                yield type instanceof ParameterizedType generic && generic.getRawType() == List.class || type == List.class
                        ? "a list" : "a JSON object";
            }
        };
    }
}
