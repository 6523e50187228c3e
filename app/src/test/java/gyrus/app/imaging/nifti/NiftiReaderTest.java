package gyrus.app.imaging.nifti;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.failure.UserError;
import gyrus.app.imaging.volume.Affine;
import gyrus.app.imaging.volume.Geometry;
import gyrus.app.imaging.volume.Volume;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NiftiReaderTest {

    @TempDir
    private Path folder;

    /** The bytes of a voxel of each type, in its order, from the value's exact integer. */
    private static byte[] encode(Datatype type, ByteOrder order, String... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * type.bytes()).order(order);
        for (String value : values) {
            switch (type) {
                case FLOAT32 -> bytes.putFloat(Float.parseFloat(value));
                case FLOAT64 -> bytes.putDouble(Double.parseDouble(value));
                default -> {
                    BigInteger integer = new BigInteger(value);
                    for (int i = 0; i < type.bytes(); i++) {
                        int place = order == ByteOrder.LITTLE_ENDIAN ? i : type.bytes() - 1 - i;
                        bytes.put(integer.shiftRight(8 * place).byteValue());
                    }
                }
            }
        }
        return bytes.array();
    }

    private static String[] extremes(Datatype type) {
        return switch (type) {
            case UINT8 -> new String[] {"0", "1", "128", "255"};
            case INT8 -> new String[] {"0", "-1", "-128", "127"};
            case UINT16 -> new String[] {"0", "258", "32768", "65535"};
            case INT16 -> new String[] {"0", "258", "-32768", "32767"};
            case UINT32 -> new String[] {"0", "16909060", "2147483648", "4294967295"};
            case INT32 -> new String[] {"0", "16909060", "-2147483648", "2147483647"};
            case UINT64 -> new String[] {"0", "72623859790382856", "9223372036854775808", "18446744073709551615"};
            case INT64 -> new String[] {"0", "72623859790382856", "-9223372036854775808", "9223372036854775807"};
            default -> new String[] {"-0.0", "1.5", "-3.4e38", "NaN"};
        };
    }

    record Layout(Datatype type, int version, ByteOrder order, boolean pair, boolean gzip) {}

    static Stream<Layout> layouts() {
        List<Layout> layouts = new ArrayList<>();
        for (Datatype type : Datatype.values()) {
            for (int variant = 0; type.real() && variant < 16; variant++) {
                ByteOrder order = (variant & 2) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
                layouts.add(new Layout(type, 1 + (variant & 1), order, (variant & 4) != 0, (variant & 8) != 0));
            }
        }
        return layouts.stream();
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void readsEveryRealTypeInEveryLayout(Layout layout) throws IOException {
        String[] values = extremes(layout.type);
        Path file = new Example(layout.version, layout.order, layout.pair)
                .shape(2, 1, 2).type(layout.type.code(), 8 * layout.type.bytes())
                .voxels(encode(layout.type, layout.order, values))
                .write(folder, "image", layout.gzip);
        Volume volume = NiftiReader.read(file);
        for (int i = 0; i < values.length; i++) {
            assertEquals((float) Double.parseDouble(values[i]), volume.voxels()[i], values[i]);
        }
        assertEquals("2 x 1 x 2", volume.grid());
    }

    @Test
    void roundsAnUnsigned64BitValueOnce() throws IOException {
        // Halfway between two doubles plus one: must round up, which a conversion through signed halves could miss.
        String value = "9223372036854776833";
        Path file = Example.of(Datatype.UINT64.code(), 64, 1, 1, 1)
                .voxels(encode(Datatype.UINT64, ByteOrder.LITTLE_ENDIAN, value)).write(folder, "one", false);
        try (NiftiReader reader = NiftiReader.open(file)) {
            double[] values = new double[1];
            assertEquals(1, reader.next(values));
            assertEquals(new BigInteger(value).doubleValue(), values[0]);
        }
    }

    @Test
    void scalesInDoubleAndRoundsOnce() throws IOException {
        double slope = 0.1f;
        Path file = Example.of(Datatype.INT16.code(), 16, 3, 1, 1).scaling(slope, 1000)
                .voxels(encode(Datatype.INT16, ByteOrder.LITTLE_ENDIAN, "1", "-7", "32767")).write(folder, "scaled", true);
        assertArrayEquals(
                new float[] {(float) (1 * slope + 1000), (float) (-7 * slope + 1000), (float) (32767 * slope + 1000)},
                NiftiReader.read(file).voxels());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, Double.NaN, Double.POSITIVE_INFINITY})
    void aSlopeOfZeroOrOfNoNumberMeansNoScaling(double slope) throws IOException {
        Path file = Example.of(2, 8, 2, 1, 1).scaling(slope, 5).voxels(new byte[] {3, 4}).write(folder, "raw", false);
        assertArrayEquals(new float[] {3, 4}, NiftiReader.read(file).voxels());
        try (NiftiReader reader = NiftiReader.open(file)) {
            assertTrue(reader.header().notes().stream().anyMatch(note -> note.endsWith(": values are not scaled")));
        }
    }

    @Test
    void eitherFileOfAPairMayBeNamed() throws IOException {
        Path header = new Example(1, ByteOrder.BIG_ENDIAN, true).shape(2, 1, 1).type(2, 8)
                .voxels(new byte[] {8, 9}).write(folder, "p", true);
        assertArrayEquals(new float[] {8, 9}, NiftiReader.read(header).voxels());
        assertArrayEquals(new float[] {8, 9}, NiftiReader.read(header.resolveSibling("p.img.gz")).voxels());
    }

    @Test
    void theFilesOfAPairAreFoundWithEndingsInAnyCase() throws IOException {
        Path header = new Example(1, ByteOrder.BIG_ENDIAN, true).shape(2, 1, 1).type(2, 8)
                .voxels(new byte[] {8, 9}).write(folder, "p", true);
        Path capital = Files.move(header, folder.resolve("p.HDR.GZ"));
        assertArrayEquals(new float[] {8, 9}, NiftiReader.read(capital).voxels());
        assertArrayEquals(new float[] {8, 9}, NiftiReader.read(folder.resolve("p.img.gz")).voxels());
        Path voxels = Files.move(folder.resolve("p.img.gz"), folder.resolve("p.IMG.gz"));
        assertArrayEquals(new float[] {8, 9}, NiftiReader.read(capital).voxels());
        assertArrayEquals(new float[] {8, 9}, NiftiReader.read(voxels).voxels());
    }

    @Test
    void aPairWithoutItsImageFilesTheMissingFile() throws IOException {
        Path header = new Example(1, ByteOrder.BIG_ENDIAN, true).shape(2, 1, 1).type(2, 8).write(folder, "p", false);
        Files.delete(folder.resolve("p.img"));
        assertEquals(folder.resolve("p.img").toString(),
                assertThrows(NoSuchFileException.class, () -> NiftiReader.read(header)).getFile());
    }

    @Test
    void theSformComesBeforeTheQformComesBeforeTheVoxelSizes() throws IOException {
        Example example = Example.of(2, 8, 1, 1, 1).voxels(new byte[1]).pixdim(1, 2).pixdim(2, 3).pixdim(3, 4);
        Affine pixdim = NiftiReader.read(example.write(folder, "m1", false)).affine();
        assertEquals(Affine.scaling(new double[] {2, 3, 4}, new double[3]), pixdim);
        // Half a turn around x, and the third axis mirrored.
        example.pixdim(0, -1).qform(1, 0, 0, 10, 20, 30);
        Affine qform = NiftiReader.read(example.write(folder, "m2", false)).affine();
        assertEquals("RPS", qform.orientation());
        assertArrayEquals(new double[] {12, 17, 34}, qform.apply(1, 1, 1), 1e-12);
        example.sform(0, 5, 0, 1, 6, 0, 0, 2, 0, 0, 7, 3);
        Affine sform = NiftiReader.read(example.write(folder, "m3", false)).affine();
        assertArrayEquals(new double[] {6, 8, 10}, sform.apply(1, 1, 1));
    }

    @Test
    void extensionsAreCountedAndSkipped() throws IOException {
        for (boolean pair : new boolean[] {false, true}) {
            Path file = new Example(2, ByteOrder.BIG_ENDIAN, pair).shape(1, 1, 1).type(2, 8)
                    .extension(16, 16).extension(48, 48).voxels(new byte[] {42}).write(folder, "ext" + pair, true);
            try (NiftiReader reader = NiftiReader.open(file)) {
                assertEquals(2, reader.extensions());
            }
            assertArrayEquals(new float[] {42}, NiftiReader.read(file).voxels());
        }
    }

    @Test
    void bytesAfterTheVoxelsAreNotedAndIgnored() throws IOException {
        Path file = Example.of(2, 8, 2, 1, 1).voxels(new byte[] {1, 2, 3}).write(folder, "long", true);
        try (NiftiReader reader = NiftiReader.open(file)) {
            double[] values = new double[10];
            assertFalse(reader.trailing());
            assertEquals(2, reader.next(values));
            assertEquals(0, reader.next(values));
            assertTrue(reader.trailing());
        }
    }

    @Test
    void oneVolumeOfFourDimensionsIsAScanAndSeveralAreNot() throws IOException {
        Path one = Example.of(2, 8, 2, 1, 1, 1, 1).voxels(new byte[2]).write(folder, "a", false);
        assertEquals("2 x 1 x 1", NiftiReader.read(one).grid());
        Path several = Example.of(2, 8, 1, 1, 1, 2).voxels(new byte[2]).write(folder, "b", false);
        String message = assertThrows(NiftiException.class, () -> NiftiReader.read(several)).getMessage();
        assertTrue(message.contains("several volumes (1 x 1 x 1 x 2 uint8)"), message);
    }

    @ParameterizedTest
    @EnumSource(names = {"COMPLEX64", "COMPLEX128", "COMPLEX256", "RGB24", "RGBA32", "FLOAT128"})
    void voxelsThatAreNotRealNumbersAreRefused(Datatype type) throws IOException {
        int size = type.bytes();
        Path file = Example.of(type.code(), 8 * size, 1, 1, 1).voxels(new byte[size]).write(folder, "c", false);
        String message = assertThrows(NiftiException.class, () -> NiftiReader.read(file)).getMessage();
        assertTrue(message.contains(type + ", not real numbers"), message);
    }

    private static Volume read(Path file, String... notes) throws IOException {
        try (NiftiReader reader = NiftiReader.open(file)) {
            List<String> found = reader.header().notes();
            for (String note : notes) {
                assertTrue(found.stream().anyMatch(line -> line.contains(note)), note + " in " + found);
            }
        }
        return NiftiReader.read(file);
    }

    /** Unit codes of nifti1.h; the upper bits are the unit of time. */
    @ParameterizedTest
    @CsvSource({"1, 1000", "2, 1", "3, 0.001", "0, 1", "10, 1", "11, 0.001", "4, 1"})
    void theAffineIsInMillimetresByTheHeadersUnit(int units, double factor) throws IOException {
        for (int version = 1; version <= 2; version++) {
            Example example = new Example(version, ByteOrder.BIG_ENDIAN, false).shape(1, 1, 1).type(2, 8).voxels(new byte[1])
                    .units(units).pixdim(1, 2).pixdim(2, 3).pixdim(3, 4);
            assertEquals(Affine.scaling(new double[] {2 * factor, 3 * factor, 4 * factor}, new double[3]),
                    NiftiReader.read(example.write(folder, "pixdim", false)).affine());
            Affine qform = NiftiReader.read(example.qform(0, 0, 0, 10, 20, 30).write(folder, "qform", false)).affine();
            assertArrayEquals(new double[] {12 * factor, 23 * factor, 34 * factor}, qform.apply(1, 1, 1), 1e-9);
            example.sform(0, 5, 0, 1, 6, 0, 0, 2, 0, 0, 7, 3);
            assertArrayEquals(new double[] {6 * factor, 8 * factor, 10 * factor},
                    NiftiReader.read(example.write(folder, "sform", false)).affine().apply(1, 1, 1), 1e-9);
        }
    }

    @Test
    void anUnknownSizeIsRefusedIfMillimetresAreNeeded() throws IOException {
        Example example = Example.of(2, 8, 2, 2, 1).voxels(new byte[4]).pixdim(1, 2);
        read(example.units(0).write(folder, "none", false), "no unit of length; it is taken as mm")
                .geometry().requireMillimetres("none");
        assertNoMillimetres(example.units(7), "xyzt_units 7");
        assertNoMillimetres(example.units(0).pixdim(1, 2000), "voxels of 2000.0 x 1.0 x 1.0 are none of millimetres");
        assertNoMillimetres(example.units(2).pixdim(1, 0), "pixdim[1] is 0");
        read(example.pixdim(1, 2).pixdim(3, 0).write(folder, "flat", false)).geometry().requireMillimetres("one slice has no size");
    }

    /** Voxels of a unit that is not named are taken for millimetres from 0.01 to 100. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aSizeThatNoScannerHasIsNotTakenForMillimetres(int axis) throws IOException {
        for (double size : new double[] {1.0 / 64, 100}) {
            Example example = Example.of(2, 8, 2, 2, 2).voxels(new byte[8]).units(0).pixdim(axis, size);
            read(example.write(folder, "size", false)).geometry().requireMillimetres("size");
        }
        for (double size : new double[] {1.0 / 128, 100.5}) {
            Example example = Example.of(2, 8, 2, 2, 2).voxels(new byte[8]).units(0).pixdim(axis, size);
            assertNoMillimetres(example, "are none of millimetres");
        }
        Example.of(2, 8, 2, 2, 2).voxels(new byte[8]).units(2).pixdim(axis, 1.0 / 128).write(folder, "named", false);
        read(folder.resolve("named.nii")).geometry().requireMillimetres("a unit is named");
    }

    private void assertNoMillimetres(Example example, String reason) throws IOException {
        Geometry geometry = NiftiReader.read(example.write(folder, "size", false)).geometry();
        String message = assertThrows(UserError.class, () -> geometry.requireMillimetres("a.nii")).getMessage();
        assertTrue(message.startsWith("a.nii: ") && message.contains(reason), message);
    }

    @Test
    void aContradictionBetweenQformAndSformIsNoted() throws IOException {
        Path file = Example.of(2, 8, 2, 1, 1).voxels(new byte[2]).units(2)
                .qform(0, 0, 0, 0, 0, 0).sform(1, 0, 0, 3, 0, 1, 0, 0, 0, 0, 1, 4).write(folder, "both", false);
        read(file, "qform and sform place voxels up to 5.00 mm apart");
    }

    private List<String> notes(Example example) throws IOException {
        try (NiftiReader reader = NiftiReader.open(example.write(folder, "noted", false))) {
            return reader.header().notes();
        }
    }

    @Test
    void aSoundHeaderLeavesNothingToNote() throws IOException {
        Example sound = Example.of(2, 8, 2, 1, 1).voxels(new byte[2]).units(2);
        assertEquals(List.of(), notes(sound));
        sound.qform(0, 0, 0, 1, 2, 3).sform(1, 0, 0, 1, 0, 1, 0, 2, 0, 0, 1, 3);
        assertEquals(List.of(), notes(sound), "qform and sform agree");
    }

    @Test
    void gapsOfAHeaderAreNoted() throws IOException {
        Example example = Example.of(2, 8, 2, 1, 1).voxels(new byte[2]);
        assertEquals(List.of("its lengths, in metre, are converted to mm"), notes(example.units(1)));
        assertEquals(List.of("its lengths, in micrometre, are converted to mm"), notes(example.units(3)));
        assertEquals(List.of("xyzt_units is 12, which names no unit of length"), notes(example.units(12)));
        example.units(2);
        assertEquals(List.of("pixdim[2] is -3.0, taken as 3.0"), notes(example.pixdim(2, -3)));
        assertEquals(List.of("pixdim[1] is 0.0, taken as 1.0"), notes(example.pixdim(2, 0).pixdim(1, 0)), "one row has no size");
        assertEquals(List.of("scl_slope is NaN: values are not scaled"), notes(example.pixdim(1, 1).scaling(Double.NaN, 0)));
    }

    @Test
    void codesThatNiftiDoesNotKnowAreNoted() throws IOException {
        for (short code : new short[] {-1, 6}) {
            Example example = Example.of(2, 8, 2, 1, 1).voxels(new byte[2]).units(2);
            example.header.putShort(252, code);
            assertTrue(notes(example).getFirst().startsWith("the codes of qform and sform are " + code + " and 0"));
            example.header.putShort(252, (short) 5);
            assertEquals(List.of(), notes(example), "5 is a template's");
            example.sform(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0).header.putShort(254, code);
            assertTrue(notes(example).getFirst().startsWith("the codes of qform and sform are 5 and " + code));
        }
    }

    @Test
    void aQformThatPlacesNoGridIsNotedBesideASform() throws IOException {
        assertEquals(List.of("the qform places no grid; the sform counts"), notes(Example.of(2, 8, 2, 1, 1).voxels(new byte[2])
                .units(2).qform(1, 1, 1, 0, 0, 0).sform(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0)));
    }

    @Test
    void bothFilesOfAPairAreNamed() throws IOException {
        Path header = new Example(1, ByteOrder.BIG_ENDIAN, true).shape(2, 1, 1).type(2, 8)
                .voxels(new byte[] {8, 9}).write(folder, "p", true);
        List<Path> pair = List.of(header, folder.resolve("p.img.gz"));
        assertEquals(pair, NiftiReader.files(header));
        assertEquals(pair, NiftiReader.files(folder.resolve("p.img.gz")));
        assertEquals(List.of(folder.resolve("one.nii")), NiftiReader.files(folder.resolve("one.nii")));
    }

    @Test
    void aBitpixThatContradictsTheTypeIsNoted() throws IOException {
        byte[] voxels = encode(Datatype.INT16, ByteOrder.LITTLE_ENDIAN, "7", "-8");
        for (int bits : new int[] {0, 8, 32, 64, -1}) {
            for (boolean gzip : new boolean[] {false, true}) {
                Path file = Example.of(4, bits, 2, 1, 1).voxels(voxels).write(folder, "bits", gzip);
                assertArrayEquals(new float[] {7, -8}, read(file, "bitpix is " + bits).voxels());
            }
        }
    }

    /** A size of 0 counts as 1, as in nifti1_io.c. */
    @Test
    void trailingDimensionsOfNoSizeAreIgnored() throws IOException {
        Example example = Example.of(2, 8, 2, 3, 1).voxels(new byte[6]).dim(0, 7);
        for (int dimension = 4; dimension <= 7; dimension++) {
            example.dim(dimension, 0);
        }
        assertEquals("2 x 3 x 1", read(example.write(folder, "four", false), "the last 4 have size 0").grid());
        assertEquals("2 x 3 x 1", read(example.dim(3, 0).write(folder, "five", true), "the last 5 have size 0").grid());
    }

    @Test
    void voxelsRightAfterTheHeaderAreRead() throws IOException {
        for (int version = 1; version <= 2; version++) {
            int header = version == 1 ? 348 : 540;
            Path file = new Example(version, ByteOrder.LITTLE_ENDIAN, false).shape(3, 1, 1).type(2, 8).offset(header)
                    .voxels(new byte[] {1, 2, 3}).write(folder, "bare", false);
            byte[] bytes = Files.readAllBytes(file);
            System.arraycopy(bytes, header + 4, bytes, header, 3); // over the extension flags
            Files.write(file, Arrays.copyOf(bytes, header + 3));
            assertArrayEquals(new float[] {1, 2, 3}, read(file, "without extension flags").voxels());
        }
    }

    @Test
    void gzipMembersAreJoinedAndWhatFollowsThemIsIgnored() throws IOException {
        byte[] bytes = Files.readAllBytes(Example.of(2, 8, 100, 1, 1).voxels(new byte[100]).write(folder, "plain", false));
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        for (int from = 0; from < bytes.length; from += 50) {
            try (GZIPOutputStream member = new GZIPOutputStream(members)) {
                member.write(bytes, from, Math.min(50, bytes.length - from));
            }
        }
        for (String rest : List.of("", "\0", "not gzip", "x".repeat(1 << 17))) {
            Path file = folder.resolve("members.nii.gz");
            Files.write(file, members.toByteArray());
            Files.writeString(file, rest, StandardOpenOption.APPEND);
            assertArrayEquals(new float[100], NiftiReader.read(file).voxels());
            try (NiftiReader reader = NiftiReader.open(file)) {
                assertEquals(100, reader.next(new double[200]));
                assertEquals(!rest.isEmpty(), reader.trailing(), rest.length() + " bytes");
            }
        }
    }
}
