package gyrus.model.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import gyrus.kernels.DType;
import gyrus.model.CheckpointException;
import gyrus.model.checkpoint.SafetensorsFile.Entry;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SafetensorsTest {

    @TempDir
    private Path folder;

    @Test
    void tensorsAreReadBackInTheOrderOfTheirWriting() throws IOException {
        SequencedMap<String, Entry> tensors = example();
        Map<String, String> metadata = Map.of("epoch", "3", "quote \" and \\ and \n", "Kolařík 脑 \uD83E\uDDE0");
        Path file = folder.resolve("last.safetensors");

        Safetensors.write(file, metadata, tensors);

        try (Arena arena = Arena.ofConfined()) {
            SafetensorsFile back = Safetensors.read(file, arena);
            assertEquals(metadata, back.metadata());
            assertEquals(List.copyOf(tensors.keySet()), List.copyOf(back.tensors().keySet()));
            tensors.forEach((name, tensor) -> assertSame(tensor, back.tensors().get(name), name));
            assertTrue(back.tensors().get("conv1.weight").data().isMapped());
        }
    }

    @Test
    void equalContentGivesEqualBytesAndTheDataIsAligned() throws IOException {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        Safetensors.write(first, Map.of("epoch", "3"), example());
        Safetensors.write(second, Map.of("epoch", "3"), example());

        byte[] bytes = Files.readAllBytes(first);
        assertArrayEquals(bytes, Files.readAllBytes(second));
        assertEquals(0, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong() % 8);
    }

    @Test
    void aFileHoldsExactlyTheBytesOfTheFormat() throws IOException {
        SequencedMap<String, Entry> tensors = new LinkedHashMap<>();
        tensors.put("w", floats(new long[] {1, 2}, 1f, -2f));
        Path file = folder.resolve("w.safetensors");

        Safetensors.write(file, Map.of(), tensors);

        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        String checksum = text.replaceAll("(?s).*\"crc32c\":\"(\\p{XDigit}{8})\".*", "$1");
        String header = "{\"__metadata__\":{\"crc32c\":\"" + checksum + "\"},"
                + "\"w\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}}   ";
        assertEquals("6000000000000000" + hex(header) + "0000803f" + "000000c0",
                HexFormat.of().formatHex(Files.readAllBytes(file)));
    }

    /** Written by Hugging Face's own package, safetensors 0.8.0 for Python. */
    @Test
    void readsAFileOfTheReferenceImplementation() throws IOException {
        String header = """
                {"__metadata__":{"format":"np"},\
                "a":{"dtype":"F64","shape":[1,1],"data_offsets":[0,8]},\
                "b":{"dtype":"F32","shape":[3],"data_offsets":[8,20]},\
                "s":{"dtype":"F32","shape":[],"data_offsets":[20,24]}}    \s""";
        Path file = write("c800000000000000" + hex(header) + "9a9999999999b93f0000c03f000000c0000050400000e040");

        try (Arena arena = Arena.ofConfined()) {
            SafetensorsFile back = Safetensors.read(file, arena);
            assertEquals(Map.of("format", "np"), back.metadata());
            assertSame(floats(new long[] {3}, 1.5f, -2f, 3.25f), back.tensors().get("b"), "b");
            assertSame(doubles(new long[] {1, 1}, 0.1), back.tensors().get("a"), "a");
            assertSame(floats(new long[0], 7f), back.tensors().get("s"), "s");
        }
    }

    @Test
    void readsAnyJsonSpellingOfTheHeader() throws IOException {
        Path file = write(file(
                "{ \"\\u0077\\/\\n\" :\n{\"data_offsets\" : [0, 4],\t\"shape\": [ ], \"dtype\":\"F32\"} }", 4));

        try (Arena arena = Arena.ofConfined()) {
            assertEquals(List.of("w/\n"), List.copyOf(Safetensors.read(file, arena).tensors().keySet()));
        }
    }

    @Test
    void aFileWithoutTensorsIsAFile() throws IOException {
        Path file = folder.resolve("empty.safetensors");
        Safetensors.write(file, Map.of(), new LinkedHashMap<>());
        try (Arena arena = Arena.ofConfined()) {
            assertEquals(Map.of(), Safetensors.read(file, arena).tensors());
            assertEquals(Map.of(), Safetensors.read(write(file("{}", 0)), arena).tensors());
        }
    }

    static Stream<Arguments> hostileFiles() {
        String tensor = "{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";
        return Stream.of(
                arguments("no bytes", "", "too few"),
                arguments("seven bytes", "00000000000000", "too few"),
                arguments("a header longer than the file", "ffffff0000000000" + hex("{}"),
                        "claims 16777215 bytes but only 2"),
                arguments("a header of 2^64 - 1 bytes", "ffffffffffffffff" + hex("{}"), "claims 18446744073709551615"),
                arguments("no header", "0000000000000000", "it ends, expected {"),
                arguments("not UTF-8", "0300000000000000" + "7bff7d", "not UTF-8"),
                arguments("not JSON", file("hello world", 0), "at character 0 there is 'h', expected {"),
                arguments("an array", file("[]", 0), "expected {"),
                arguments("space before the header", file(" {}", 0), "expected {"),
                arguments("text after the header", file("{} x", 0), "'x', expected the end"),
                arguments("an open end", file("{\"w\":" + tensor, 8), "it ends, expected ,"),
                arguments("a comma too many", file("{\"w\":" + tensor + ",}", 8), "expected \""),
                arguments("deep nesting", file("{\"w\":" + "[".repeat(100_000), 0), "'[', expected {"),
                arguments("deep nesting of a shape", file("{\"w\":{\"shape\":" + "[".repeat(100_000), 0), "a whole number"),
                arguments("a raw line break in a name", file("{\"w\n\":" + tensor + "}", 8), "no control character"),
                arguments("an unknown escape", file("{\"\\x\":" + tensor + "}", 8), "an escape that JSON knows"),
                arguments("half a surrogate pair", file("{\"\\ud83e\":" + tensor + "}", 8), "half a surrogate"),
                arguments("a tensor twice", file("{\"w\":" + tensor + ",\"w\":" + tensor + "}", 8), "names \"w\" twice"),
                arguments("a tensor twice, spelt differently", file("{\"w\":" + tensor + ",\"\\u0077\":" + tensor + "}", 8),
                        "names \"w\" twice"),
                arguments("metadata twice", file("{\"__metadata__\":{},\"__metadata__\":{}}", 0), "twice"),
                arguments("a metadata key twice", file("{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}", 0), "\"a\" twice"),
                arguments("metadata that is no text", file("{\"__metadata__\":{\"a\":1}}", 0), "expected \""),
                arguments("a field twice",
                        tensor("\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]", 4),
                        "the field \"dtype\" twice"),
                arguments("an unknown field", tensor("\"stride\":[1]", 4), "unknown field \"stride\""),
                arguments("a missing field", tensor("\"dtype\":\"F32\",\"shape\":[1]", 4), "lacks one of"),
                arguments("another format of numbers", tensor("BF16", "[2]", "[0,4]", 4), "stored as BF16"),
                arguments("a negative extent", tensor("F32", "[-1]", "[0,4]", 4), "'-', expected a whole number"),
                arguments("a fraction", tensor("F32", "[1.0]", "[0,4]", 4), "'.', expected ,"),
                arguments("a leading zero", tensor("F32", "[01]", "[0,4]", 4), "a whole number"),
                arguments("an extent of 2^63", tensor("F32", "[9223372036854775808]", "[0,4]", 4), "below 2^63"),
                arguments("extents whose product overflows", tensor("F32", "[4294967296,4294967296]", "[0,0]", 0),
                        "more than any"),
                arguments("extents whose product overflows but for a zero",
                        tensor("F32", "[9223372036854775807,2,0]", "[0,0]", 0), "more than any"),
                arguments("a rank beyond reason", tensor("F32", "[" + "1,".repeat(99) + "1]", "[0,4]", 4), "more than 64"),
                arguments("negative offsets", tensor("F32", "[1]", "[-4,0]", 4), "'-', expected a whole number"),
                arguments("three offsets", tensor("F32", "[1]", "[0,4,8]", 8), "3 data_offsets"),
                arguments("an end before the begin", two("[0,8]", "[8,4]", 8), "lies at bytes 8 to 4"),
                arguments("an end beyond the file", tensor("F32", "[2]", "[0,8]", 4),
                        "lies at bytes 0 to 8 of the data, which has 4"),
                arguments("a size unlike the shape", tensor("F32", "[3]", "[0,8]", 8), "needs 12 bytes but has 8"),
                arguments("a size unlike the format", tensor("F64", "[2]", "[0,8]", 8), "needs 16 bytes but has 8"),
                arguments("overlapping tensors", two("[0,8]", "[4,12]", 12), "begins at byte 4 of the data where 8"),
                arguments("tensors in one place", two("[0,8]", "[0,8]", 8), "begins at byte 0 of the data where 8"),
                arguments("a hole between tensors", two("[0,8]", "[12,20]", 20), "begins at byte 12 of the data where 8"),
                arguments("a hole at the begin", tensor("F32", "[1]", "[4,8]", 8), "begins at byte 4 of the data where 0"),
                arguments("data nobody claims", tensor("F32", "[1]", "[0,4]", 8), "end at byte 4 of the data, which has 8"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostileFiles")
    void aHostileFileIsRefusedInOneLineThatNamesIt(String what, String bytes, String reason) throws IOException {
        Path file = write(bytes);
        try (Arena arena = Arena.ofConfined()) {
            String message = refusal(() -> Safetensors.read(file, arena));
            assertTrue(message.startsWith(file + ": ") && message.contains(reason) && message.lines().count() == 1, message);
        }
    }

    @Test
    void aHeaderBeyondTheFormatsLimitIsRefusedUnread() throws IOException {
        Path file = folder.resolve("sparse");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw"); Arena arena = Arena.ofConfined()) {
            sparse.writeLong(Long.reverseBytes(100_000_001));
            sparse.setLength(200_000_000);
            String message = refusal(() -> Safetensors.read(file, arena));
            assertTrue(message.endsWith("its header claims 100000001 bytes, the format allows 100000000"), message);
        }
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        Path file = folder.resolve("whole");
        Safetensors.write(file, Map.of("epoch", "3"), example());
        byte[] whole = Files.readAllBytes(file);
        try (Arena arena = Arena.ofConfined()) {
            for (int length = 0; length < whole.length; length++) {
                Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, length));
                assertThrows(CheckpointException.class, () -> Safetensors.read(cut, arena), "cut to " + length + " bytes");
            }
        }
    }

    @Test
    void everyAlteredByteIsNoticed() throws IOException {
        Path file = folder.resolve("whole");
        Safetensors.write(file, Map.of("epoch", "3"), example());
        byte[] whole = Files.readAllBytes(file);
        int checksumKey = new String(whole, StandardCharsets.ISO_8859_1).indexOf(Safetensors.CHECKSUM);
        Random random = new Random(5);
        try (Arena arena = Arena.ofConfined()) {
            for (int at = 0; at < whole.length; at++) {
                if (at >= checksumKey && at < checksumKey + Safetensors.CHECKSUM.length()) {
                    continue; // without its key the checksum is not there, as in the files of other writers
                }
                byte[] altered = whole.clone();
                altered[at] ^= (byte) (1 + random.nextInt(255));
                Path damaged = Files.write(folder.resolve("damaged"), altered);
                assertThrows(CheckpointException.class, () -> Safetensors.read(damaged, arena), "altered at byte " + at);
            }
        }
    }

    @Test
    void aMissingFileAndAFolderAreNamed() {
        try (Arena arena = Arena.ofConfined()) {
            assertThrows(NoSuchFileException.class, () -> Safetensors.read(folder.resolve("none"), arena));
            String message = assertThrows(IOException.class, () -> Safetensors.read(folder, arena)).getMessage();
            assertTrue(message.startsWith(folder.toString()), message);
        }
    }

    @Test
    void aWriteThatFailsMidwayLeavesTheOldFileAndNothingElse() throws IOException {
        Path file = folder.resolve("last.safetensors");
        Safetensors.write(file, Map.of("epoch", "3"), example());
        byte[] before = Files.readAllBytes(file);
        SequencedMap<String, Entry> tensors = example();
        try (Arena arena = Arena.ofShared()) {
            tensors.put("closing", new Entry(DType.FLOAT32, new long[] {1}, arena.allocate(4)));
        }

        assertThrows(IllegalStateException.class, () -> Safetensors.write(file, Map.of("epoch", "4"), tensors));

        assertArrayEquals(before, Files.readAllBytes(file));
        assertEquals(List.of(file), files());
    }

    @Test
    void aFolderInTheWayIsLeftAlone() throws IOException {
        Path inTheWay = Files.createDirectory(folder.resolve("last.safetensors"));

        String message = failure(() -> Safetensors.write(inTheWay, Map.of(), example()));

        assertEquals(inTheWay + ": not written: it is a folder; name a file", message);
        assertEquals(List.of(inTheWay), files());
    }

    @Test
    void aMissingFolderIsSaidPlainly() {
        Path file = folder.resolve("no/such/folder/last.safetensors");
        String message = failure(() -> Safetensors.write(file, Map.of(), example()));
        assertEquals(file + ": not written: there is no such folder", message);
    }

    @Test
    void anOverwrittenFileCanStillBeReadByWhoHasItOpen() throws IOException {
        Path file = folder.resolve("last.safetensors");
        Safetensors.write(file, Map.of(), example());
        try (Arena arena = Arena.ofConfined()) {
            SafetensorsFile open = Safetensors.read(file, arena);
            SequencedMap<String, Entry> other = new LinkedHashMap<>();
            other.put("w", floats(new long[] {1}, 5f));

            Safetensors.write(file, Map.of(), other);

            assertSame(example().get("conv1.bias"), open.tensors().get("conv1.bias"), "the file as it was opened");
            assertFalse(Safetensors.read(file, arena).tensors().containsKey("conv1.bias"));
        }
    }

    @Test
    void aTensorWhoseDataDoesNotFitItsShapeCannotBeMade() {
        String message = assertThrows(IllegalArgumentException.class,
                () -> new Entry(DType.FLOAT64, new long[] {2, 3}, MemorySegment.ofArray(new byte[47]))).getMessage();
        assertEquals("safetensors: FLOAT64 of shape [2,3] needs 48 bytes, got 47", message);
    }

    private static String failure(Executable action) {
        return assertThrows(IOException.class, action).getMessage();
    }

    private static String refusal(Executable action) {
        return assertThrows(CheckpointException.class, action).getMessage();
    }

    /** F32 and F64, a single number, an empty tensor, and an odd number of floats before doubles, which lie unaligned. */
    private static SequencedMap<String, Entry> example() {
        SequencedMap<String, Entry> tensors = new LinkedHashMap<>();
        tensors.put("conv1.weight", floats(new long[] {3, 1, 1}, 1f, Float.NaN, -0f));
        tensors.put("conv1.bias", doubles(new long[] {2}, Math.PI, Double.MIN_VALUE));
        tensors.put("adam.step", floats(new long[0], 12f));
        tensors.put("none", floats(new long[] {0, 5}));
        return tensors;
    }

    private static Entry floats(long[] shape, float... values) {
        MemorySegment data = MemorySegment.ofArray(new byte[4 * values.length]);
        for (int index = 0; index < values.length; index++) {
            data.setAtIndex(Safetensors.FLOAT32, index, values[index]);
        }
        return new Entry(DType.FLOAT32, shape, data);
    }

    private static Entry doubles(long[] shape, double... values) {
        MemorySegment data = MemorySegment.ofArray(new byte[8 * values.length]);
        for (int index = 0; index < values.length; index++) {
            data.setAtIndex(Safetensors.FLOAT64, index, values[index]);
        }
        return new Entry(DType.FLOAT64, shape, data);
    }

    private static void assertSame(Entry expected, Entry actual, String name) {
        assertEquals(expected.dtype(), actual.dtype(), name);
        assertArrayEquals(expected.shape(), actual.shape(), name);
        assertEquals(-1, expected.data().mismatch(actual.data()), name);
    }

    private static String tensor(String fields, int dataBytes) {
        return file("{\"w\":{" + fields + "}}", dataBytes);
    }

    private static String tensor(String dtype, String shape, String offsets, int dataBytes) {
        return tensor("\"dtype\":\"" + dtype + "\",\"shape\":" + shape + ",\"data_offsets\":" + offsets, dataBytes);
    }

    private static String two(String first, String second, int dataBytes) {
        String fields = "{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":";
        return file("{\"v\":" + fields + first + "},\"w\":" + fields + second + "}}", dataBytes);
    }

    /** The file of the given header and as many zero bytes of data, in hexadecimal. */
    private static String file(String header, int dataBytes) {
        ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, hex(header).length() / 2);
        return HexFormat.of().formatHex(length.array()) + hex(header) + "00".repeat(dataBytes);
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private Path write(String hexadecimal) throws IOException {
        return Files.write(folder.resolve("given.safetensors"), HexFormat.of().parseHex(hexadecimal));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
