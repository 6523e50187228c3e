package gyrus.app;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** The values of options: numbers are decimal, finite and in range, and names of files are those that the system can have. */
public final class OptionValues {

    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,9})?");

    private OptionValues() {}

    static void registerAt(CommandLine program) {
        program.registerConverter(Path.class, OptionValues::path);
        program.registerConverter(Integer.class, OptionValues::integer);
        program.registerConverter(int.class, OptionValues::integer);
        program.registerConverter(Long.class, OptionValues::longer);
        program.registerConverter(long.class, OptionValues::longer);
        program.registerConverter(Double.class, OptionValues::number);
        program.registerConverter(double.class, OptionValues::number);
    }

    /** Returns whether a text is a number in decimal digits, such as 12, 0.5 or 1e-3. */
    public static boolean isDecimal(String text) {
        return DECIMAL.matcher(text).matches();
    }

    /** Returns a finite number in decimal digits. */
    static double number(String text) {
        double value = isDecimal(text) ? Double.parseDouble(text) : Double.NaN;
        if (!Double.isFinite(value)) {
            throw new TypeConversionException("'" + text + "' is no number; needed is one such as 0.5 or 1e-3");
        }
        return value;
    }

    private static int integer(String text) {
        return (int) whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    private static long longer(String text) {
        return whole(text, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private static long whole(String text, long least, long greatest) {
        if (WHOLE.matcher(text).matches()) {
            try {
                long value = Long.parseLong(text);
                if (value >= least && value <= greatest) {
                    return value;
                }
            } catch (NumberFormatException tooLarge) {
                // told below
            }
            throw new TypeConversionException(
                    "'" + text + "' is out of range; needed is a whole number from " + least + " to " + greatest);
        }
        throw new TypeConversionException("'" + text + "' is no whole number");
    }

    private static Path path(String text) {
        if (text.isEmpty()) {
            throw new TypeConversionException("the name of a file is empty");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException impossible) {
            throw new TypeConversionException(nameless(impossible));
        }
    }

    /** Returns why no file can have a name. */
    static String nameless(InvalidPathException error) {
        String name = error.getInput().replace('\0', '?');
        return error.getInput().indexOf('\0') >= 0
                ? "no file can have the name '" + name + "', which holds a zero character"
                : "the name '" + name + "' has letters that the character set in force, " + System.getProperty("sun.jnu.encoding")
                        + ", lacks; set LC_ALL=C.UTF-8";
    }
}
