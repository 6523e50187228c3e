package gyrus.ptx.run;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The C number types of kernel arguments. */
public enum NumberType {
    FLOAT("f4", 4), DOUBLE("f8", 8), INT("i4", 4), UINT("u4", 4), LONG("i8", 8), ULONG("u8", 8), SHORT("i2", 2), USHORT("u2", 2),
    CHAR("i1", 1), UCHAR("u1", 1), HALF("f2", 2);

    private final String numpy;
    private final int bytes;

    NumberType(String numpy, int bytes) {
        this.numpy = numpy;
        this.bytes = bytes;
    }

    /** Returns the type of a name such as {@code float}. */
    static NumberType named(String name) {
        return Arrays.stream(values()).filter(type -> type.text().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is no type; the types are " + names()));
    }

    static String names() {
        return Arrays.stream(values()).map(NumberType::text).collect(Collectors.joining(", "));
    }

    /** Returns the type that NumPy writes as {@code f4}. */
    static NumberType ofNumpy(String descr) {
        return Arrays.stream(values()).filter(type -> type.numpy.equals(descr)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("numbers of type '" + descr + "' are not supported; use "
                        + Arrays.stream(values()).map(type -> type.numpy).collect(Collectors.joining(", "))));
    }

    /** Returns the size in bytes. */
    public int bytes() {
        return bytes;
    }

    String numpy() {
        return numpy;
    }

    /** Returns its name: {@code float}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    private boolean isFloating() {
        return numpy.startsWith("f");
    }

    /** Writes a number. For an integer type, the number is truncated and wraps around. */
    void put(ByteBuffer to, int index, double value) {
        putBits(to, index, switch (this) {
            case FLOAT -> Float.floatToRawIntBits((float) value);
            case DOUBLE -> Double.doubleToRawLongBits(value);
            case HALF -> Float.floatToFloat16((float) value);
            default -> (long) value;
        });
    }

    /** Writes a number that is given as text. */
    void put(ByteBuffer to, int index, String text) {
        try {
            if (isFloating()) {
                put(to, index, Double.parseDouble(text));
            } else {
                putBits(to, index, wholeNumber(text));
            }
        } catch (NumberFormatException failure) {
            throw new IllegalArgumentException("'" + text + "' is no " + text());
        }
    }

    private long wholeNumber(String text) {
        if (this == ULONG) {
            return Long.parseUnsignedLong(text);
        }
        long number = Long.decode(text);
        int bits = 8 * bytes;
        long least = numpy.startsWith("u") ? 0 : -1L << bits - 1;
        long most = numpy.startsWith("u") ? (1L << bits) - 1 : ~(-1L << bits - 1);
        if (number < least || number > most) {
            throw new IllegalArgumentException(text + " is no " + text() + ": the range is " + least + " to " + most);
        }
        return number;
    }

    private void putBits(ByteBuffer to, int index, long bits) {
        for (int i = 0; i < bytes; i++) {
            to.put(index * bytes + i, (byte) (bits >>> 8 * i));
        }
    }

    private long bits(ByteBuffer from, int index) {
        long bits = 0;
        for (int i = 0; i < bytes; i++) {
            bits |= (from.get(index * bytes + i) & 0xFFL) << 8 * i;
        }
        return bits;
    }

    /** Returns a number; for a 64-bit integer, the nearest double. */
    public double get(ByteBuffer from, int index) {
        long bits = bits(from, index);
        return switch (this) {
            case FLOAT -> Float.intBitsToFloat((int) bits);
            case DOUBLE -> Double.longBitsToDouble(bits);
            case HALF -> Float.float16ToFloat((short) bits);
            default -> Double.parseDouble(text(from, index));
        };
    }

    /** Returns a number as text. */
    public String text(ByteBuffer from, int index) {
        long bits = bits(from, index);
        return switch (this) {
            case FLOAT -> number(Float.intBitsToFloat((int) bits), Float.toString(Float.intBitsToFloat((int) bits)));
            case DOUBLE -> number(Double.longBitsToDouble(bits), Double.toString(Double.longBitsToDouble(bits)));
            case HALF -> Float.toString(Float.float16ToFloat((short) bits));
            case UINT, USHORT, UCHAR -> Long.toString(bits);
            case ULONG -> Long.toUnsignedString(bits);
            default -> Long.toString(bits << 64 - 8 * bytes >> 64 - 8 * bytes);
        };
    }

    /** Returns the text of a number without a zero fraction: {@code 32}, not {@code 32.0}. */
    private static String number(double value, String text) {
        return value == Math.rint(value) && Math.abs(value) < 1e7 ? text.replaceAll("\\.0$", "") : text;
    }
}
