package gyrus.kernels.problem;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A key of a problem's text, such as {@code stride} of {@code stride=2}.
 *
 * @param name the name of the key
 * @param allowed the values that the key takes, for people
 * @param accepts whether a value is one of them
 * @param otherwise the value without the key; empty if the key is required
 */
record Key(String name, String allowed, Predicate<String> accepts, Optional<Default> otherwise) {

    /**
     * The value of a key that is not given.
     *
     * @param text the value in words or, if it depends on no other key, the value itself
     * @param value computes the value from the values of earlier keys
     */
    record Default(String text, Function<Values, String> value) {}

    private static final String NUMBER = "[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,9})?";

    private static Key required(String name, String allowed, Predicate<String> accepts) {
        return new Key(name, allowed, accepts, Optional.empty());
    }

    /** Returns a key of the sizes that an int holds. */
    static Key whole(String name) {
        return whole(name, 1, Integer.MAX_VALUE);
    }

    static Key whole(String name, int least, long most) {
        return required(name, "a whole number from " + least + " to " + most, value -> isWhole(value, least, most));
    }

    private static boolean isWhole(String value, int least, long most) {
        if (!value.matches("[+-]?[0-9]+")) {
            return false;
        }
        BigInteger number = new BigInteger(value);
        return number.compareTo(BigInteger.valueOf(least)) >= 0 && number.compareTo(BigInteger.valueOf(most)) <= 0;
    }

    static Key number(String name) {
        return required(name, "a number such as 0.5", value -> value.matches(NUMBER) && Double.isFinite(Double.parseDouble(value)));
    }

    static Key flag(String name) {
        return choice(name, false, true).or("false");
    }

    static Key choice(String name, Object... choices) {
        List<String> words = Arrays.stream(choices).map(Values::text).toList();
        return required(name, "one of " + String.join(", ", words), words::contains);
    }

    /** Returns a key of a tensor's extents, outermost first. */
    static Key shape(String name, int maxRank) {
        return required(name, "1 to " + maxRank + " extents such as " + (maxRank == 2 ? "4096x32" : "8x64x64x32"),
                value -> value.split("x", -1).length <= maxRank
                        && Arrays.stream(value.split("x", -1)).allMatch(extent -> isWhole(extent, 1, Integer.MAX_VALUE)));
    }

    /** Returns a key of the order of axes. */
    static Key axes(String name) {
        return required(name, "axes such as 0-3-1-2", value -> value.matches("[0-9](-[0-9])*"));
    }

    /** Returns the key with a default value. */
    Key or(String value) {
        return or(value, values -> value);
    }

    /** Returns the key with the value of an earlier key as its default. */
    Key orValueOf(String earlier) {
        return or("as " + earlier, values -> values.text(earlier));
    }

    /** Returns the key with a default that is computed from the values of earlier keys, and described by a text. */
    Key or(String text, Function<Values, String> value) {
        return new Key(name, allowed, accepts, Optional.of(new Default(text, value)));
    }

    /** Returns a value that the key takes; another one is refused. */
    String checked(String value) {
        if (!accepts.test(value)) {
            throw new IllegalArgumentException(name + "=" + value + ": expected " + allowed);
        }
        return value;
    }
}
