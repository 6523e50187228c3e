package gyrus.model.checkpoint;

import gyrus.kernels.DType;
import gyrus.model.CheckpointException;
import gyrus.model.checkpoint.SafetensorsFile.Entry;
import gyrus.model.file.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.zip.CRC32C;

/**
 * Reads and writes the safetensors format: the header's length (8 bytes, little-endian), the header (JSON: each
 * tensor's dtype, shape and place), the data. Source: https://github.com/huggingface/safetensors, section "Format".
 *
 * <p>Files written here carry a checksum in their metadata, the CRC-32C of the header without it, followed by the data. A
 * file with a checksum that does not fit is refused; files of other writers have none and are accepted without.
 */
public final class Safetensors {

    /** The layout of F32 elements in a file. */
    public static final ValueLayout.OfFloat FLOAT32 =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** The layout of F64 elements in a file. */
    public static final ValueLayout.OfDouble FLOAT64 =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** The metadata key of the checksum. */
    static final String CHECKSUM = "crc32c";

    /** The maximum length of the header in bytes, as the format defines it. */
    static final int LONGEST_HEADER = 100_000_000;

    private static final ValueLayout.OfLong LENGTH =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int CHUNK = 1 << 24; // bytes handed to the checksum at a time
    private static final int BUFFER = 1 << 20; // bytes written at a time

    private Safetensors() {}

    /** Maps a file into memory and verifies it. The tensors' data is read-only and lives as long as the arena. */
    public static SafetensorsFile read(Path path, Arena arena) throws IOException {
        if (Files.isDirectory(path)) {
            throw new CheckpointException(path + ": is a folder; name the safetensors file in it");
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < Long.BYTES) {
                throw new HeaderException("has " + size + " bytes, too few for a safetensors file");
            }
            return parse(channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena));
        } catch (HeaderException refused) {
            throw new CheckpointException(path + ": " + refused.getMessage());
        } catch (FileSystemException alreadyNamesTheFile) {
            throw alreadyNamesTheFile;
        } catch (IOException failure) {
            throw new CheckpointException(path + ": cannot be read: " + failure.getMessage());
        }
    }

    /**
     * Writes a file atomically: after a failure the previous file is still there. Equal content gives equal bytes; tensors keep the
     * given order.
     */
    public static void write(Path path, Map<String, String> metadata, SequencedMap<String, Entry> tensors)
            throws IOException {
        if (metadata.containsKey(CHECKSUM)) {
            throw new IllegalArgumentException("safetensors: the metadata key " + CHECKSUM + " is taken by the checksum");
        }
        Map<String, String> sealed = new LinkedHashMap<>(metadata);
        sealed.put(CHECKSUM, checksum(metadata, tensors));
        byte[] header = HeaderWriter.write(sealed, tensors);
        if (header.length > LONGEST_HEADER) {
            throw new CheckpointException(path + ": the header would take " + header.length + " bytes, the format allows "
                    + LONGEST_HEADER + ": store less metadata");
        }
        AtomicFile.write(path, stream -> {
            stream.write(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, header.length).array());
            stream.write(header);
            for (Entry tensor : tensors.values()) {
                writeData(stream, tensor.data());
            }
        });
    }

    /** Returns the size of a tensor in bytes; throws an ArithmeticException if it overflows a long. */
    static long bytes(DType dtype, long[] shape) {
        long bytes = dtype.bytes();
        for (long extent : shape) {
            if (extent < 0) {
                throw new IllegalArgumentException("safetensors: no extent is negative, got " + text(shape));
            }
            bytes = Math.multiplyExact(bytes, extent);
        }
        return bytes;
    }

    static String text(long[] shape) {
        return Arrays.toString(shape).replace(" ", "");
    }

    private static SafetensorsFile parse(MemorySegment file) throws HeaderException {
        long available = file.byteSize() - Long.BYTES;
        long length = file.get(LENGTH, 0);
        if (length < 0 || length > available) {
            throw new HeaderException("its header claims " + Long.toUnsignedString(length) + " bytes but only " + available
                    + " follow: the file is cut short or no safetensors file");
        }
        if (length > LONGEST_HEADER) {
            throw new HeaderException("its header claims " + length + " bytes, the format allows " + LONGEST_HEADER);
        }
        HeaderParser.Header header = HeaderParser.parse(file.asSlice(Long.BYTES, length).toArray(ValueLayout.JAVA_BYTE));
        MemorySegment data = file.asSlice(Long.BYTES + length);
        checkPlaces(header.tensors(), data.byteSize());
        SequencedMap<String, Entry> tensors = new LinkedHashMap<>();
        header.tensors().forEach((name, place) -> tensors.put(name,
                new Entry(place.dtype(), place.shape(), data.asSlice(place.begin(), place.end() - place.begin()))));
        Map<String, String> metadata = new LinkedHashMap<>(header.metadata());
        String stated = metadata.remove(CHECKSUM);
        if (stated != null) {
            String found = checksum(metadata, tensors);
            if (!stated.equals(found)) {
                throw new HeaderException("its checksum is " + found + " but it states " + stated
                        + ": the file was altered or damaged, use another copy");
            }
        }
        return new SafetensorsFile(Collections.unmodifiableMap(metadata), Collections.unmodifiableSequencedMap(tensors));
    }

    /** Checks that the tensors tile the data without overlaps or gaps, each with the length of its shape. */
    private static void checkPlaces(Map<String, HeaderParser.Place> tensors, long available) throws HeaderException {
        List<Map.Entry<String, HeaderParser.Place>> inFileOrder = new ArrayList<>(tensors.entrySet());
        inFileOrder.sort(Map.Entry.comparingByValue(
                Comparator.comparingLong(HeaderParser.Place::begin).thenComparingLong(HeaderParser.Place::end)));
        long expected = 0;
        for (Map.Entry<String, HeaderParser.Place> tensor : inFileOrder) {
            HeaderParser.Place place = tensor.getValue();
            String where = "tensor \"" + tensor.getKey() + "\" ";
            if (place.begin() != expected) {
                throw new HeaderException(where + "begins at byte " + place.begin() + " of the data where " + expected
                        + " is expected: tensors may neither overlap nor leave holes");
            }
            if (place.end() < place.begin() || place.end() > available) {
                throw new HeaderException(where + "lies at bytes " + place.begin() + " to " + place.end()
                        + " of the data, which has " + available + "; the file is cut short or damaged");
            }
            long needed;
            try {
                needed = bytes(place.dtype(), place.shape());
            } catch (ArithmeticException overflow) {
                throw new HeaderException(where + "has shape " + text(place.shape()) + ", more than any file can hold");
            }
            if (place.end() - place.begin() != needed) {
                throw new HeaderException(where + "of shape " + text(place.shape()) + " needs " + needed + " bytes but has "
                        + (place.end() - place.begin()));
            }
            expected = place.end();
        }
        if (expected != available) {
            throw new HeaderException("its tensors end at byte " + expected + " of the data, which has " + available);
        }
    }

    private static String checksum(Map<String, String> metadata, SequencedMap<String, Entry> tensors) {
        CRC32C crc = new CRC32C();
        crc.update(HeaderWriter.write(metadata, tensors));
        for (Entry tensor : tensors.values()) {
            for (MemorySegment chunk : chunks(tensor.data())) {
                crc.update(chunk.asByteBuffer());
            }
        }
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    private static List<MemorySegment> chunks(MemorySegment data) {
        List<MemorySegment> chunks = new ArrayList<>();
        for (long begin = 0; begin < data.byteSize(); begin += CHUNK) {
            chunks.add(data.asSlice(begin, Math.min(CHUNK, data.byteSize() - begin)));
        }
        return chunks;
    }

    private static void writeData(OutputStream stream, MemorySegment data) throws IOException {
        byte[] buffer = new byte[(int) Math.min(BUFFER, data.byteSize())];
        for (long begin = 0; begin < data.byteSize(); begin += BUFFER) {
            int length = (int) Math.min(BUFFER, data.byteSize() - begin);
            MemorySegment.copy(data, ValueLayout.JAVA_BYTE, begin, buffer, 0, length);
            stream.write(buffer, 0, length);
        }
    }
}
