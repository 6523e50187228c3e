package gyrus.model.checkpoint;

import gyrus.kernels.DType;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Parses the header of a safetensors file. It accepts only the JSON of this format, whose grammar has a fixed depth; so no input
 * exhausts the stack, and memory grows in proportion to the header.
 *
 * <pre>
 * header   = "{" [ member { "," member } ] "}" { space }
 * member   = "__metadata__" ":" "{" [ string ":" string { "," string ":" string } ] "}"
 *          | string ":" "{" field "," field "," field "}"
 * field    = "dtype" ":" ( "F32" | "F64" ) | "shape" ":" numbers | "data_offsets" ":" numbers
 * numbers  = "[" [ natural { "," natural } ] "]"
 * </pre>
 */
final class HeaderParser {

    static final String METADATA = "__metadata__";

    private static final int HIGHEST_RANK = 64;

    private final String text;
    private int at;

    /** The parsed header, before the places of its tensors are checked against the data. */
    record Header(Map<String, String> metadata, SequencedMap<String, Place> tensors) {}

    /** The place of a tensor: bytes {@code begin} (inclusive) to {@code end} (exclusive) of the data. */
    record Place(DType dtype, long[] shape, long begin, long end) {}

    private HeaderParser(String text) {
        this.text = text;
    }

    static Header parse(byte[] header) throws HeaderException {
        try {
            return new HeaderParser(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(header)).toString()).header();
        } catch (CharacterCodingException notUtf8) {
            throw new HeaderException("its header is not UTF-8 text; it is damaged or no safetensors file");
        }
    }

    private Header header() throws HeaderException {
        Map<String, String> metadata = new LinkedHashMap<>();
        SequencedMap<String, Place> tensors = new LinkedHashMap<>();
        boolean metadataSeen = false;
        if (!text.startsWith("{")) {
            throw wrong("{");
        }
        for (boolean more = opens('{', '}'); more; more = continues('}')) {
            String name = key();
            boolean repeated;
            if (name.equals(METADATA)) {
                repeated = metadataSeen;
                metadataSeen = true;
                metadata(metadata);
            } else {
                repeated = tensors.put(name, place(name)) != null;
            }
            if (repeated) {
                throw new HeaderException("its header names \"" + name + "\" twice");
            }
        }
        while (at < text.length()) {
            if (text.charAt(at) != ' ') {
                throw wrong("the end");
            }
            at++;
        }
        return new Header(metadata, tensors);
    }

    private void metadata(Map<String, String> metadata) throws HeaderException {
        for (boolean more = opens('{', '}'); more; more = continues('}')) {
            String key = key();
            if (metadata.put(key, string()) != null) {
                throw new HeaderException("its metadata names \"" + key + "\" twice");
            }
        }
    }

    private Place place(String name) throws HeaderException {
        String dtype = null;
        long[] shape = null;
        long[] offsets = null;
        for (boolean more = opens('{', '}'); more; more = continues('}')) {
            String field = key();
            boolean repeated;
            switch (field) {
                case "dtype" -> {
                    repeated = dtype != null;
                    dtype = string();
                }
                case "shape" -> {
                    repeated = shape != null;
                    shape = numbers();
                }
                case "data_offsets" -> {
                    repeated = offsets != null;
                    offsets = numbers();
                }
                default -> throw new HeaderException("tensor \"" + name + "\" has an unknown field \"" + field + "\"");
            }
            if (repeated) {
                throw new HeaderException("tensor \"" + name + "\" has the field \"" + field + "\" twice");
            }
        }
        if (dtype == null || shape == null || offsets == null) {
            throw new HeaderException("tensor \"" + name + "\" lacks one of dtype, shape and data_offsets");
        }
        if (offsets.length != 2) {
            throw new HeaderException("tensor \"" + name + "\" has " + offsets.length + " data_offsets instead of 2");
        }
        DType known = switch (dtype) {
            case "F32" -> DType.FLOAT32;
            case "F64" -> DType.FLOAT64;
            default -> throw new HeaderException("tensor \"" + name + "\" is stored as " + dtype
                    + "; only F32 and F64 are read: convert it first");
        };
        return new Place(known, shape, offsets[0], offsets[1]);
    }

    private long[] numbers() throws HeaderException {
        long[] numbers = new long[HIGHEST_RANK];
        int count = 0;
        for (boolean more = opens('[', ']'); more; more = continues(']')) {
            if (count == HIGHEST_RANK) {
                throw new HeaderException("its header has a shape of more than " + HIGHEST_RANK + " extents");
            }
            numbers[count++] = natural();
        }
        return Arrays.copyOf(numbers, count);
    }

    private long natural() throws HeaderException {
        skipSpace();
        int begin = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        boolean leadingZero = at - begin > 1 && text.charAt(begin) == '0';
        if (at == begin || leadingZero) {
            at = begin;
            throw wrong("a whole number of at least 0");
        }
        try {
            return Long.parseLong(text, begin, at, 10);
        } catch (NumberFormatException overflow) {
            at = begin;
            throw wrong("a number below 2^63");
        }
    }

    private String key() throws HeaderException {
        String key = string();
        expect(':');
        return key;
    }

    private String string() throws HeaderException {
        expect('"');
        StringBuilder string = new StringBuilder();
        while (true) {
            char letter = next();
            if (letter == '"') {
                break;
            }
            if (letter < ' ') {
                at--;
                throw wrong("no control character inside a string");
            }
            string.append(letter == '\\' ? escaped() : letter);
        }
        String value = string.toString();
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw new HeaderException("its header has half a surrogate pair before character " + at);
        }
        return value;
    }

    private char escaped() throws HeaderException {
        char letter = next();
        return switch (letter) {
            case '"', '\\', '/' -> letter;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int code = 0;
                for (int digit = 0; digit < 4; digit++) {
                    char hexadecimal = next();
                    if (hexadecimal > 'f' || Character.digit(hexadecimal, 16) < 0) {
                        at--;
                        throw wrong("a hexadecimal digit");
                    }
                    code = 16 * code + Character.digit(hexadecimal, 16);
                }
                yield (char) code;
            }
            default -> {
                at--;
                throw wrong("an escape that JSON knows");
            }
        };
    }

    /** Consumes the opening bracket; if the closing one follows, consumes it too and returns false. */
    private boolean opens(char open, char close) throws HeaderException {
        expect(open);
        skipSpace();
        if (at < text.length() && text.charAt(at) == close) {
            at++;
            return false;
        }
        return true;
    }

    /** Consumes a comma and returns true, or consumes the closing bracket and returns false. */
    private boolean continues(char close) throws HeaderException {
        skipSpace();
        if (at < text.length() && text.charAt(at) == close) {
            at++;
            return false;
        }
        expect(',');
        return true;
    }

    private void expect(char letter) throws HeaderException {
        skipSpace();
        if (at == text.length() || text.charAt(at) != letter) {
            throw wrong(String.valueOf(letter));
        }
        at++;
    }

    private char next() throws HeaderException {
        if (at == text.length()) {
            throw wrong("the rest of a string");
        }
        return text.charAt(at++);
    }

    private void skipSpace() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private HeaderException wrong(String expected) {
        String found = at == text.length() ? "it ends" : "there is '" + printable(text.charAt(at)) + "'";
        return new HeaderException("its header is not that of a safetensors file: at character " + at + " " + found
                + ", expected " + expected);
    }

    private static String printable(char letter) {
        return letter < ' ' || letter > '~' ? String.format(Locale.ROOT, "\\u%04x", (int) letter) : String.valueOf(letter);
    }
}
