package gyrus.kernels.problem;

import gyrus.kernels.Op;
import gyrus.kernels.Port;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.pool.PoolSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The keys by which the problems of one op are written and read, such as {@code n=4,h=200,in=64,out=64,k=3}. Values that are the
 * default are left out.
 */
public final class ProblemKeys<S> {

    /**
     * A key in words.
     *
     * @param name the name of the key
     * @param allowed the values that it takes
     * @param otherwise the value without the key; empty if the key is required
     */
    public record Description(String name, String allowed, Optional<String> otherwise) {}

    private final Op<S> op;
    private final Form<S> form;
    private final List<Key> keys;

    private ProblemKeys(Op<S> op, Form<S> form) {
        this.op = op;
        this.form = form;
        List<Map<String, Object>> cases = op.cases().stream().map(form::values).toList();
        keys = form.keys().stream().filter(key -> !isFixed(key, cases)).toList();
    }

    /** Returns whether an op takes one value only of a flag or of a choice with a default: a forward pass never accumulates. */
    private static boolean isFixed(Key key, List<Map<String, Object>> cases) {
        return key.allowed().startsWith("one of") && key.otherwise().isPresent()
                && cases.stream().map(each -> each.get(key.name())).distinct().count() == 1;
    }

    /** Returns the keys of an op. */
    @SuppressWarnings("unchecked") // each form is for the class of the op's problems
    public static <S> ProblemKeys<S> of(Op<S> op) {
        Class<S> type = (Class<S>) op.cases().getFirst().getClass();
        return new ProblemKeys<>(op, (Form<S>) form(type));
    }

    private static Form<?> form(Class<?> type) {
        if (type == ConvSpec.class) {
            return new ConvForm();
        }
        if (type == PoolSpec.class) {
            return new PoolForm();
        }
        return new RecordForm<>(type);
    }

    /** Returns a description of each key, in order. */
    public List<Description> descriptions() {
        return keys.stream().map(key -> new Description(key.name(), key.allowed(), key.otherwise().map(Key.Default::text)))
                .toList();
    }

    /** Returns how many of some names are keys of this op. */
    public long known(Set<String> given) {
        return keys.stream().filter(key -> given.contains(key.name())).count();
    }

    /** Returns whether problems can be read from these keys: all of them are known, and no required one is missing. */
    public boolean suit(Set<String> given) {
        return known(given) == given.size()
                && keys.stream().allMatch(key -> key.otherwise().isPresent() || given.contains(key.name()));
    }

    /** Returns the problem of the given values; throws with the reason if there is none. */
    public S problem(Map<String, String> given) {
        for (String name : given.keySet()) {
            if (keys.stream().noneMatch(key -> key.name().equals(name))) {
                throw new IllegalArgumentException(
                        name + "=" + given.get(name) + ": " + op.name() + " has no key " + name + "; its keys are "
                                + keys.stream().map(Key::name).collect(Collectors.joining(", ")));
            }
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (Key key : form.keys()) {
            values.put(key.name(), given.containsKey(key.name())
                    ? key.checked(given.get(key.name()))
                    : key.otherwise().orElseThrow(() -> missing(key)).value().apply(new Values(values)));
        }
        try {
            return computable(form.problem(new Values(values)));
        } catch (IllegalArgumentException | ArithmeticException impossible) {
            throw new IllegalArgumentException(text(given) + ": " + impossible.getMessage());
        }
    }

    private IllegalArgumentException missing(Key key) {
        return new IllegalArgumentException(key.name() + " is missing: " + op.name() + " needs " + keys.stream()
                .filter(each -> each.otherwise().isEmpty()).map(Key::name).collect(Collectors.joining(", ")) + "; " + key.name()
                + " is " + key.allowed());
    }

    /** Returns a problem whose operands the lab can allocate. */
    private S computable(S problem) {
        for (Port port : op.ports(problem)) {
            if (port.extent().span() > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(op.name() + ": " + port.name() + " has " + port.extent().span()
                        + " elements; expected at most " + Integer.MAX_VALUE);
            }
        }
        return problem;
    }

    /** Returns an op and a problem as a line that the lab reads, such as {@code matmul m=5,n=6,k=7}. */
    public static <S> String line(Op<S> op, S problem) {
        return op.name() + " " + of(op).text(problem);
    }

    /** Returns the text of a problem, from which {@link #problem} reads an equal one. */
    public String text(S problem) {
        Map<String, Object> all = form.values(problem);
        Map<String, String> values = new LinkedHashMap<>();
        Map<String, String> written = new LinkedHashMap<>();
        for (Key key : form.keys()) {
            String value = Values.text(all.get(key.name()));
            if (key.otherwise().isEmpty() || !key.otherwise().get().value().apply(new Values(values)).equals(value)) {
                written.put(key.name(), value);
            }
            values.put(key.name(), value);
        }
        return text(written);
    }

    private static String text(Map<String, String> values) {
        return values.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()).collect(Collectors.joining(","));
    }
}
