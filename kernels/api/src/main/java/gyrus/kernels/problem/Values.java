package gyrus.kernels.problem;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The values of a problem's keys; each was accepted by its key. */
record Values(Map<String, String> byKey) {

    /** Returns the text of a value: names of constants as people write them, {@code bias-relu}. */
    static String text(Object value) {
        return value instanceof Enum<?> constant
                ? constant.name().toLowerCase(Locale.ROOT).replace('_', '-') : String.valueOf(value);
    }

    /** Returns the text of extents or axes. */
    static String text(List<Integer> numbers, String separator) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(separator));
    }

    String text(String key) {
        return byKey.get(key);
    }

    int whole(String key) {
        return Integer.parseInt(text(key));
    }

    boolean flag(String key) {
        return Boolean.parseBoolean(text(key));
    }

    List<Integer> extents(String key) {
        return Arrays.stream(text(key).split("x")).map(Integer::valueOf).toList();
    }

    List<Integer> axes(String key) {
        return Arrays.stream(text(key).split("-")).map(Integer::valueOf).toList();
    }

    Object choice(String key, Class<?> type) {
        return Arrays.stream(type.getEnumConstants()).filter(each -> text(each).equals(text(key))).findFirst().orElseThrow();
    }
}
