package gyrus.app.imaging.image;

import gyrus.app.failure.UserError;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * The structure of a PNG file, checked before its pixels are decoded: the decoder neither compares checksums nor insists on the
 * format that the file's name promises.
 */
final class PngChunks {

    private static final byte[] SIGNATURE = HexFormat.of().parseHex("89504e470d0a1a0a");
    private static final int FRAME_BYTES = 12; // length, type and checksum of a chunk
    private static final int BYTES_PER_PIXEL = 12; // decoded, and as a voxel

    /** The first bytes of other formats' files. */
    private static final Map<String, String> OTHERS = new LinkedHashMap<>();

    static {
        OTHERS.put("ffd8ff", "a JPEG picture, whose greys are not those that were drawn");
        OTHERS.put("47494638", "a GIF picture");
        OTHERS.put("424d", "a BMP picture");
        OTHERS.put("49492a00", "a TIFF picture");
        OTHERS.put("4d4d002a", "a TIFF picture");
        OTHERS.put("52494646", "a WebP picture");
        OTHERS.put("1f8b", "gzipped data");
        OTHERS.put("5c010000", "a NIfTI image");
    }

    private PngChunks() {}

    /** Refuses bytes that are not an undamaged PNG file of a size that fits into memory. */
    static void check(Path file, byte[] bytes) {
        if (!startsWith(bytes, SIGNATURE)) {
            String content = OTHERS.entrySet().stream()
                    .filter(other -> startsWith(bytes, HexFormat.of().parseHex(other.getKey())))
                    .map(other -> ": it holds " + other.getValue() + "; save the picture as PNG").findFirst().orElse("");
            throw new UserError(file + ": not a PNG picture" + (bytes.length == 0 ? ": the file is empty" : content));
        }
        ByteBuffer data = ByteBuffer.wrap(bytes).position(SIGNATURE.length);
        String type = "";
        for (boolean first = true; !type.equals("IEND"); first = false) {
            int length = data.remaining() < FRAME_BYTES ? -1 : data.getInt();
            if (length < 0 || length > data.remaining() - 8) {
                throw new UserError(file + ": the PNG picture is truncated or damaged at byte " + data.position() + " of "
                        + bytes.length);
            }
            int begin = data.position();
            type = new String(bytes, begin, 4, StandardCharsets.ISO_8859_1);
            CRC32 checksum = new CRC32();
            checksum.update(bytes, begin, 4 + length);
            data.position(begin + 4 + length);
            if (data.getInt() != (int) checksum.getValue()) {
                throw new UserError(file + ": the PNG picture is damaged: the checksum of its part " + type + " at byte " + begin
                        + " is wrong");
            }
            if (first) {
                requireMemory(file, data.getInt(begin + 4), data.getInt(begin + 8));
            }
        }
    }

    private static void requireMemory(Path file, int width, int height) {
        long pixels = (long) width * height;
        long most = Math.min(Runtime.getRuntime().maxMemory() / BYTES_PER_PIXEL, Integer.MAX_VALUE - 8);
        if (width < 1 || height < 1 || pixels > most) {
            throw new UserError(file + ": a picture of " + Integer.toUnsignedString(width) + " x "
                    + Integer.toUnsignedString(height) + " pixels; there is memory for " + most + " pixels");
        }
    }

    private static boolean startsWith(byte[] bytes, byte[] begin) {
        return bytes.length >= begin.length && Arrays.equals(bytes, 0, begin.length, begin, 0, begin.length);
    }
}
