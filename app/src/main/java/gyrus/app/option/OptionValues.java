package gyrus.app.option;

import gyrus.app.file.Decimal;
import gyrus.model.file.FileTrouble;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** The values of options: numbers are decimal, finite and in range, and names of files are those that the system can have. */
public final class OptionValues {

    private OptionValues() {}

    /** Registers the converters of option values at a program. */
    public static void registerAt(CommandLine program) {
        program.registerConverter(Path.class, OptionValues::path);
        program.registerConverter(Integer.class, OptionValues::integer);
        program.registerConverter(int.class, OptionValues::integer);
        program.registerConverter(Long.class, OptionValues::longer);
        program.registerConverter(long.class, OptionValues::longer);
        program.registerConverter(Double.class, OptionValues::number);
        program.registerConverter(double.class, OptionValues::number);
    }

    private static double number(String text) {
        return Decimal.number(text).orElseThrow(
                () -> new TypeConversionException("'" + text + "' is no number; needed is one such as 0.5 or 1e-3"));
    }

    private static int integer(String text) {
        return whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE).intValue();
    }

    private static long longer(String text) {
        return whole(text, Long.MIN_VALUE, Long.MAX_VALUE).longValue();
    }

    private static BigInteger whole(String text, long least, long greatest) {
        BigInteger value = Decimal.whole(text).orElseThrow(() -> new TypeConversionException("'" + text + "' is no whole number"));
        if (value.compareTo(BigInteger.valueOf(least)) < 0 || value.compareTo(BigInteger.valueOf(greatest)) > 0) {
            throw new TypeConversionException(
                    "'" + text + "' is out of range; needed is a whole number from " + least + " to " + greatest);
        }
        return value;
    }

    private static Path path(String text) {
        if (text.isEmpty()) {
            throw new TypeConversionException("the name of a file is empty");
        }
        try {
            Path file = Path.of(text);
            if (text.startsWith("--") && Files.notExists(file)) {
                throw new TypeConversionException("there is no option " + text + " here, and no file; a new file of that name is ./"
                        + text);
            }
            return file;
        } catch (InvalidPathException impossible) {
            throw new TypeConversionException(FileTrouble.nameless(impossible));
        }
    }
}
