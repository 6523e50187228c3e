package gyrus.app.file;

import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Numbers as people write them in options and configurations: in decimal ASCII digits, without units or type suffixes. */
public final class Decimal {

    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,9})?");

    private Decimal() {}

    /** Returns whether a text is a number in decimal digits, such as 12, 0.5 or 1e-3. */
    public static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches();
    }

    /** Returns the finite number that a text stands for; none where it is no such number. */
    public static OptionalDouble number(String text) {
        double value = isNumber(text) ? Double.parseDouble(text) : Double.NaN;
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    /** Returns the whole number that a text stands for, however large; none where it is no such number. */
    public static Optional<BigInteger> whole(String text) {
        return WHOLE.matcher(text).matches() ? Optional.of(new BigInteger(text)) : Optional.empty();
    }
}
