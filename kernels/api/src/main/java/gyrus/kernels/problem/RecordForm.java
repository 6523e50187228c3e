package gyrus.kernels.problem;

import gyrus.kernels.Extent;
import gyrus.kernels.Layout;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Problems whose keys are the components of their record. A component {@code transposeA} is the key {@code transpose-a}; a
 * layout or an extent {@code x} is the two keys {@code x} and {@code x-pitch}; a list is an order of axes, in which the extents
 * of the next layout follow those of the one before; a record has the keys of its own components.
 */
final class RecordForm<S> implements Form<S> {

    private static final int EXTENT_RANK = 2; // rows and their width

    /** Default values by key; other keys of numbers and constants are required. */
    private static final Map<String, String> DEFAULTS = Map.of("scale", "1", "shift", "0", "value", "0");

    /** Keys whose default is the value of another key. */
    private static final Map<String, String> AS_ANOTHER = Map.of("y-pitch", "channels", "dy-pitch", "channels", "pitch", "width");

    private final Class<S> type;

    RecordForm(Class<S> type) {
        this.type = type;
    }

    @Override
    public List<Key> keys() {
        List<Key> keys = new ArrayList<>();
        addKeys(type, keys);
        return keys;
    }

    private static void addKeys(Class<?> type, List<Key> keys) {
        Optional<Key.Default> shape = Optional.empty(); // of the first layout; axes turn it for the next one
        for (RecordComponent component : type.getRecordComponents()) {
            String name = name(component);
            Class<?> kind = component.getType();
            if (kind == Extent.class || kind == Layout.class) {
                Key key = Key.shape(name, kind == Extent.class ? EXTENT_RANK : Layout.MAX_RANK);
                keys.add(shape.map(other -> key.or(other.text(), other.value())).orElse(key));
                keys.add(Key.whole(name + "-pitch")
                        .or("the innermost extent of " + name, values -> values.extents(name).getLast().toString()));
                shape = shape.or(() -> Optional.of(new Key.Default("as " + name, values -> values.text(name))));
            } else if (kind == List.class) {
                Function<Values, String> before = shape.orElseThrow().value();
                keys.add(Key.axes(name));
                shape = Optional.of(new Key.Default("the extents before, in the order of " + name,
                        values -> turned(before.apply(values), values.axes(name))));
            } else if (kind.isRecord()) {
                addKeys(kind, keys);
            } else {
                keys.add(withDefault(key(name, kind)));
            }
        }
    }

    /** Returns extents in the order of axes; the problem itself refuses axes that are missing or that occur twice. */
    private static String turned(String extents, List<Integer> axes) {
        String[] each = extents.split("x");
        return axes.stream().map(axis -> each[Math.min(axis, each.length - 1)]).collect(Collectors.joining("x"));
    }

    private static Key key(String name, Class<?> kind) {
        if (kind.isEnum()) {
            return Key.choice(name, kind.getEnumConstants());
        }
        return switch (kind.getName()) {
            case "int" -> Key.whole(name);
            case "long" -> Key.whole(name, 1, Long.MAX_VALUE);
            case "double" -> Key.number(name);
            case "boolean" -> Key.flag(name);
            default -> throw new IllegalStateException(name + ": problems with a " + kind + " need a form of their own");
        };
    }

    private static Key withDefault(Key key) {
        String name = key.name();
        if (AS_ANOTHER.containsKey(name)) {
            return key.orValueOf(AS_ANOTHER.get(name));
        }
        return DEFAULTS.containsKey(name) ? key.or(DEFAULTS.get(name)) : key;
    }

    /** Returns the key of a component: {@code transposeA} is {@code transpose-a}. */
    private static String name(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    @Override
    public S problem(Values values) {
        return type.cast(made(type, values));
    }

    private static Object made(Class<?> type, Values values) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] arguments = Arrays.stream(components).map(component -> argument(component, values)).toArray();
        try {
            return type.getDeclaredConstructor(Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new))
                    .newInstance(arguments);
        } catch (InvocationTargetException failure) {
            if (failure.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw new IllegalStateException(failure);
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Object argument(RecordComponent component, Values values) {
        String name = name(component);
        Class<?> kind = component.getType();
        if (kind == Layout.class) {
            return new Layout(values.extents(name), values.whole(name + "-pitch"));
        }
        if (kind == Extent.class) {
            List<Integer> extents = values.extents(name);
            return new Extent(extents.size() == 1 ? 1 : extents.getFirst(), extents.getLast(), values.whole(name + "-pitch"));
        }
        if (kind == List.class) {
            return values.axes(name);
        }
        if (kind.isRecord()) {
            return made(kind, values);
        }
        if (kind.isEnum()) {
            return values.choice(name, kind);
        }
        return switch (kind.getName()) {
            case "int" -> values.whole(name);
            case "long" -> Long.valueOf(values.text(name));
            case "double" -> Double.valueOf(values.text(name));
            default -> values.flag(name);
        };
    }

    @Override
    public Map<String, Object> values(S problem) {
        Map<String, Object> values = new LinkedHashMap<>();
        addValues(problem, values);
        return values;
    }

    private static void addValues(Object problem, Map<String, Object> values) {
        for (RecordComponent component : problem.getClass().getRecordComponents()) {
            String name = name(component);
            switch (value(component, problem)) {
                case Extent extent -> {
                    values.put(name, extent.rows() == 1 ? extent.width() : extent.rows() + "x" + extent.width());
                    values.put(name + "-pitch", extent.pitch());
                }
                case Layout layout -> {
                    values.put(name, Values.text(layout.shape(), "x"));
                    values.put(name + "-pitch", layout.pitch());
                }
                case List<?> axes -> values.put(name, axes.stream().map(String::valueOf).collect(Collectors.joining("-")));
                case Record part -> addValues(part, values);
                case Object value -> values.put(name, value);
            }
        }
    }

    private static Object value(RecordComponent component, Object problem) {
        try {
            return component.getAccessor().invoke(problem);
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
