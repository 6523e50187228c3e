package gyrus.ptx.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One argument of a kernel. */
public sealed interface KernelArgument {

    /** A number that is passed by value, or several as a structure of numbers of one type. */
    record Scalar(NumberType type, ByteBuffer value) implements KernelArgument {
        @Override
        public String toString() {
            return type.text() + ":" + IntStream.range(0, value.capacity() / type.bytes()).mapToObj(i -> type.text(value, i))
                    .collect(Collectors.joining(","));
        }
    }

    /**
     * A buffer in global memory, whose address is passed.
     *
     * @param contents the initial bytes; without any, the buffer is unwritten
     */
    record Buffer(NumberType type, int count, ByteBuffer contents) implements KernelArgument {

        /** Returns whether the buffer has initial contents. */
        public boolean isWritten() {
            return contents.capacity() > 0;
        }

        @Override
        public String toString() {
            return type.text() + "[" + count + "]";
        }
    }

    /** The text of a scalar, {@code TYPE:NUMBERS}. */
    Pattern SCALAR = Pattern.compile("([a-z]+):([^:\\[\\]]+)");
    /** The text of a buffer, {@code TYPE[COUNT]:CONTENTS}. */
    Pattern BUFFER = Pattern.compile("([a-z]+)\\[(\\d{1,10})](?::(.+))?");
    /** The text of random contents, {@code random:SEED}. */
    Pattern RANDOM = Pattern.compile("random(?::(-?\\d{1,18}))?");

    /**
     * Reads an argument: {@code int:5}, {@code int:1,2,3} for a structure of three, {@code float[1024]:ramp}, {@code zero}, {@code
     * ones}, {@code random:SEED} (numbers between -1 and 1; whole ones between 0 and 99), numbers such as {@code int[3]:4,5,6},
     * {@code float[1024]} for unwritten memory, or the name of a {@code .npy} file.
     */
    static KernelArgument of(String text) throws IOException {
        if (text.endsWith(".npy")) {
            return NumpyFile.read(Path.of(text));
        }
        Matcher scalar = SCALAR.matcher(text);
        if (scalar.matches()) {
            NumberType type = NumberType.named(scalar.group(1));
            String[] numbers = scalar.group(2).split(",");
            ByteBuffer value = ByteBuffer.allocate(numbers.length * type.bytes());
            for (int i = 0; i < numbers.length; i++) {
                type.put(value, i, numbers[i].strip());
            }
            return new Scalar(type, value);
        }
        Matcher buffer = BUFFER.matcher(text);
        if (!buffer.matches()) {
            throw new IllegalArgumentException("argument '" + text
                    + "' is not understood; write a number such as int:5, a buffer such as"
                    + " float[1024]:ramp, or the name of a .npy file");
        }
        NumberType type = NumberType.named(buffer.group(1));
        long count = Long.parseLong(buffer.group(2));
        if (count < 1 || count * type.bytes() > 1L << 28) {
            throw new IllegalArgumentException("argument '" + text + "': a buffer has 1 byte to 256 MiB, not "
                    + count * type.bytes()
                    + " bytes");
        }
        String fill = buffer.group(3);
        return new Buffer(type, (int) count, fill == null ? ByteBuffer.allocate(0) : filled(type, (int) count, fill, text));
    }

    private static ByteBuffer filled(NumberType type, int count, String fill, String text) {
        ByteBuffer contents = ByteBuffer.allocate(count * type.bytes());
        Matcher random = RANDOM.matcher(fill);
        if (fill.matches("-?[0-9.].*")) {
            String[] numbers = fill.split(",");
            if (numbers.length != count) {
                throw new IllegalArgumentException("argument '" + text + "' has " + numbers.length + " numbers for " + count
                        + " elements");
            }
            for (int i = 0; i < count; i++) {
                type.put(contents, i, numbers[i].strip());
            }
            return contents;
        }
        IntToDoubleFunction numbers;
        if (fill.equals("zero")) {
            numbers = i -> 0;
        } else if (fill.equals("ones")) {
            numbers = i -> 1;
        } else if (fill.equals("ramp")) {
            numbers = i -> i;
        } else if (random.matches()) {
            Random generator = new Random(random.group(1) == null ? 0 : Long.parseLong(random.group(1)));
            boolean floating = type == NumberType.FLOAT || type == NumberType.DOUBLE || type == NumberType.HALF;
            numbers = i -> floating ? 2 * generator.nextDouble() - 1 : generator.nextInt(100);
        } else {
            throw new IllegalArgumentException("argument '" + text + "': '" + fill + "' fills no buffer; use "
                    + "ramp, zero, ones, random:SEED, or numbers with commas between them");
        }
        for (int i = 0; i < count; i++) {
            type.put(contents, i, numbers.applyAsDouble(i));
        }
        return contents;
    }
}
