package gyrus.ptx.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Arrays of NumPy as buffers of a kernel. Source: numpy.lib.format, versions 1.0 and 2.0. */
public final class NumpyFile {

    private static final int ALIGNMENT = 64;
    private static final int PREFIX = 10; // magic, version, length of the header
    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([<|>=])(\\w+)'");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^)]*)\\)");

    private NumpyFile() {}

    /** Reads an array; its elements are passed in the order of the file. */
    static KernelArgument.Buffer read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.capacity() < PREFIX + 2 || bytes.get(0) != (byte) 0x93 || bytes.get(1) != 'N') {
            throw new IllegalArgumentException(file + " is no .npy file");
        }
        boolean isFirst = bytes.get(6) == 1;
        int begin = isFirst ? PREFIX : PREFIX + 2;
        int length = isFirst ? bytes.getShort(8) & 0xFFFF : bytes.getInt(8);
        if (length < 0 || length > bytes.capacity() - begin) {
            throw new IllegalArgumentException(file + " is cut off in its header");
        }
        String header = new String(bytes.array(), begin, length, StandardCharsets.US_ASCII);
        Matcher descr = DESCR.matcher(header);
        Matcher shape = SHAPE.matcher(header);
        if (!descr.find() || !shape.find() || descr.group(1).equals(">")) {
            throw new IllegalArgumentException(file + " holds no array of little-endian numbers: " + header.strip());
        }
        NumberType type = NumberType.ofNumpy(descr.group(2));
        long count = 1;
        for (String extent : shape.group(1).split(",")) {
            count = extent.isBlank() ? count : Math.multiplyExact(count, Long.parseLong(extent.strip()));
        }
        if (count < 1 || count * type.bytes() != bytes.capacity() - begin - length) {
            throw new IllegalArgumentException(file + " holds " + (bytes.capacity() - begin - length)
                    + " bytes of numbers, its header says "
                    + count + " of " + type.bytes() + " bytes");
        }
        return new KernelArgument.Buffer(type, (int) count, bytes.slice(begin + length, (int) count * type.bytes()));
    }

    /** Returns a one-dimensional array as the bytes of a file. */
    public static byte[] bytes(KernelArgument.Buffer array) {
        String order = array.type().bytes() == 1 ? "|" : "<";
        String header = "{'descr': '" + order + array.type().numpy() + "', 'fortran_order': False, 'shape': (" + array.count()
                + ",), }";
        int length = Math.ceilDiv(PREFIX + header.length() + 1, ALIGNMENT) * ALIGNMENT;
        ByteBuffer bytes = ByteBuffer.allocate(length + array.contents().capacity()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93).put("NUMPY\1\0".getBytes(StandardCharsets.US_ASCII)).putShort((short) (length - PREFIX));
        bytes.put((header + " ".repeat(length - PREFIX - header.length() - 1) + "\n").getBytes(StandardCharsets.US_ASCII));
        bytes.put(array.contents().duplicate().rewind());
        return bytes.array();
    }
}
