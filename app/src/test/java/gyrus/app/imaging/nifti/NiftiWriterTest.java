package gyrus.app.imaging.nifti;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.failure.UserError;
import gyrus.app.imaging.volume.Affine;
import gyrus.app.imaging.volume.Geometry;
import gyrus.app.imaging.volume.Placement;
import gyrus.app.imaging.volume.Volume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NiftiWriterTest {

    @TempDir
    private Path folder;

    /** A random rotation (from a random unit quaternion), spacing, handedness and offset. */
    private static Affine obliqueAffine(Random random) {
        double[] q = new double[4];
        double length = 0;
        for (int i = 0; i < 4; i++) {
            q[i] = random.nextGaussian();
            length += q[i] * q[i];
        }
        double scale = Math.signum(q[0]) / Math.sqrt(length);
        double[][] rotation = rotation(q[1] * scale, q[2] * scale, q[3] * scale);
        double[][] rows = new double[3][4];
        for (int axis = 0; axis < 3; axis++) {
            double spacing = (axis == 2 && random.nextBoolean() ? -1 : 1) * (0.5 + random.nextDouble());
            for (int row = 0; row < 3; row++) {
                rows[row][axis] = rotation[row][axis] * spacing;
            }
            rows[axis][3] = 100 * random.nextGaussian();
        }
        return new Affine(rows);
    }

    private static double[][] rotation(double b, double c, double d) {
        double a = Math.sqrt(Math.max(0, 1 - (b * b + c * c + d * d)));
        return new double[][] {
            {a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c)},
            {2 * (b * c + a * d), a * a + c * c - b * b - d * d, 2 * (c * d - a * b)},
            {2 * (b * d - a * c), 2 * (c * d + a * b), a * a + d * d - b * b - c * c},
        };
    }

    private static void assertClose(Affine expected, Affine actual, double tolerance) {
        for (int row = 0; row < 3; row++) {
            assertArrayEquals(expected.rows()[row], actual.rows()[row], tolerance);
        }
    }

    @ParameterizedTest
    @CsvSource({"UINT8, .nii", "UINT8, .nii.gz", "INT16, .nii", "INT16, .nii.gz", "FLOAT32, .nii", "FLOAT32, .nii.gz"})
    void aFileIsReadAsItWasWritten(Datatype type, String ending) throws IOException {
        Random random = new Random(7);
        float[] voxels = new float[37 * 23 * 31];
        for (int i = 0; i < voxels.length; i++) {
            voxels[i] = switch (type) {
                case UINT8 -> random.nextInt(256);
                case INT16 -> random.nextInt(65536) - 32768;
                default -> (float) random.nextGaussian();
            };
        }
        Volume volume = new Volume(37, 23, 31, voxels, obliqueAffine(random));
        Path file = folder.resolve("image" + ending);
        NiftiWriter.create(file, volume, type);
        Volume read = NiftiReader.read(file);
        assertEquals(volume.grid(), read.grid());
        assertArrayEquals(voxels, read.voxels());
        assertClose(volume.affine(), read.affine(), 1e-5);
        try (NiftiReader reader = NiftiReader.open(file)) {
            assertEquals(type, reader.header().datatype());
            assertEquals(1, reader.header().placement().sformCode());
            assertEquals(List.of(), reader.header().notes());
        }
        assertEquals(ending.endsWith(".gz"), (Files.readAllBytes(file)[0] & 0xFF) == 0x1f);
    }

    static Stream<Affine> affines() {
        Random random = new Random(11);
        return Stream.generate(() -> obliqueAffine(random)).limit(200);
    }

    @Test
    void theQformSaysWhatTheSformSays() throws IOException {
        Path file = folder.resolve("oblique.nii");
        for (Affine affine : affines().toList()) {
            Files.deleteIfExists(file);
            NiftiWriter.create(file, Volume.zeros(2, 2, 2, affine), Datatype.UINT8);
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            bytes.putShort(254, (short) 0); // without sform_code a reader takes the qform
            Files.write(file, bytes.array());
            try (NiftiReader reader = NiftiReader.open(file)) {
                assertEquals(Placement.Method.QFORM, reader.header().placement().method());
            }
            // A half turn's real part is lost to the quaternion's float32 roundings: angles are good to 1e-3.
            assertClose(affine, NiftiReader.read(file).affine(), 1.5e-3);
        }
    }

    @Test
    void aShearedGridGetsNoQform() throws IOException {
        Path file = folder.resolve("sheared.nii");
        Affine sheared = new Affine(new double[][] {{1, 0.2, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}});
        NiftiWriter.create(file, Volume.zeros(2, 2, 2, sheared), Datatype.UINT8);
        try (NiftiReader reader = NiftiReader.open(file)) {
            assertEquals(0, reader.header().placement().qformCode());
            assertClose(sheared, reader.header().placement().affine(), 1e-7);
        }
    }

    @Test
    void equalVolumesGiveEqualBytes() throws IOException {
        Volume volume = Volume.zeros(5, 4, 3, Affine.scaling(new double[] {1, 1, 1}, new double[3]));
        NiftiWriter.create(folder.resolve("a.nii.gz"), volume, Datatype.INT16);
        NiftiWriter.create(folder.resolve("b.nii.gz"), volume, Datatype.INT16);
        assertEquals(-1, Files.mismatch(folder.resolve("a.nii.gz"), folder.resolve("b.nii.gz")));
    }

    @ParameterizedTest
    @ValueSource(floats = {-0.6f, 255.6f, Float.NaN, Float.POSITIVE_INFINITY})
    void aValueThatDoesNotFitLeavesNoFile(float value) throws IOException {
        Path file = folder.resolve("none.nii.gz");
        Volume volume = Volume.zeros(100, 100, 10, Affine.scaling(new double[] {1, 1, 1}, new double[3]));
        volume.voxels()[99_999] = value;
        String message = assertThrows(UserError.class,
                () -> NiftiWriter.create(file, volume, Datatype.UINT8)).getMessage();
        assertTrue(message.contains("the value " + value + " does not fit uint8 (0 to 255)"), message);
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(), left.toList());
        }
    }

    /** IEEE's rounding: to the nearest whole number, halves to the even one. */
    @Test
    void valuesAreRoundedToTheNearestWholeNumber() throws IOException {
        float[] values = {-0.5f, 0.5f, 1.5f, 2.4f, 254.6f, 255.4f};
        Path file = folder.resolve("rounded.nii");
        Affine affine = Affine.scaling(new double[] {1, 1, 1}, new double[3]);
        NiftiWriter.create(file, new Volume(6, 1, 1, values, affine), Datatype.UINT8);
        assertArrayEquals(new float[] {0, 0, 2, 2, 255, 255}, NiftiReader.read(file).voxels());
        float[] wide = {-32768, 32767};
        Path signed = folder.resolve("signed.nii");
        NiftiWriter.create(signed, new Volume(2, 1, 1, wide, affine), Datatype.INT16);
        assertArrayEquals(wide, NiftiReader.read(signed).voxels());
        for (float beyond : new float[] {-32769, 32768}) {
            Volume volume = new Volume(1, 1, 1, new float[] {beyond}, Affine.scaling(new double[] {1, 1, 1}, new double[3]));
            assertThrows(UserError.class, () -> NiftiWriter.create(folder.resolve("beyond.nii"), volume, Datatype.INT16));
        }
    }

    @Test
    void typesThatAreNotWrittenAreRefused() {
        Volume volume = Volume.zeros(1, 1, 1, Affine.scaling(new double[] {1, 1, 1}, new double[3]));
        assertThrows(IllegalArgumentException.class,
                () -> NiftiWriter.create(folder.resolve("wide.nii"), volume, Datatype.FLOAT64));
    }

    @Test
    void aPlacementHasAllItsNumbers() {
        List<Double> eight = Collections.nCopies(8, 1.0);
        List<Double> six = Collections.nCopies(6, 0.0);
        List<Double> twelve = Collections.nCopies(12, 0.0);
        assertThrows(IllegalArgumentException.class, () -> new Placement(1, 2, six, 1, six, 1, twelve));
        assertThrows(IllegalArgumentException.class, () -> new Placement(1, 2, eight, 1, eight, 1, twelve));
        assertThrows(IllegalArgumentException.class, () -> new Placement(1, 2, eight, 1, six, 1, six));
    }

    @Test
    void aFileThatIsCreatedReplacesNone() throws IOException {
        Path file = Files.writeString(folder.resolve("kept.nii.gz"), "old");
        Volume volume = Volume.zeros(2, 2, 2, Affine.scaling(new double[] {1, 1, 1}, new double[3]));
        String message = assertThrows(IOException.class, () -> NiftiWriter.create(file, volume, Datatype.UINT8)).getMessage();
        assertEquals(file + ": exists already; move it away, or choose another name", message);
        assertEquals("old", Files.readString(file));
    }

    @Test
    void aGridBeyondNifti1IsWrittenAsNifti2() throws IOException {
        Path file = folder.resolve("wide.nii.gz");
        Volume wide = Volume.zeros(40000, 1, 1, Affine.scaling(new double[] {0.1, 1, 1}, new double[] {-5, 6, 7}));
        wide.voxels()[39_999] = 3;
        NiftiWriter.create(file, wide, Datatype.INT16);
        Volume read = NiftiReader.read(file);
        assertArrayEquals(wide.voxels(), read.voxels());
        assertEquals(wide.affine(), read.affine(), "double precision loses nothing");
    }

    /** Headers whose every number differs: both codes set or not, any unit, a mirrored qform, NaN where nothing is declared. */
    static Stream<Placement> placements() {
        List<Double> pixdim = List.of(-1.0, 1.5, -2.5, 0.0, 7.0, 8.0, 9.0, 10.0);
        List<Double> qform = List.of(0.5, -0.25, 0.125, -11.0, 12.0, 13.5);
        List<Double> sform = List.of(1.5, 0.25, 0.0, -20.0, 0.0, 2.5, 0.5, -21.0, 0.125, 0.0, 3.5, -22.0);
        List<Double> none = Collections.nCopies(12, Double.NaN);
        return Stream.of(
                new Placement(1, 2, pixdim, 1, qform, 4, sform),
                new Placement(1, 3 | 8, pixdim, 2, qform, 0, none),
                new Placement(1, 0, pixdim, 0, qform, 0, sform),
                new Placement(1, 5, pixdim, 0, qform, 3, sform),
                new Placement(2, 1 | 16, pixdim, 1, List.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6), 70000, sform));
    }

    @ParameterizedTest
    @MethodSource("placements")
    void thePlacementOfAScanIsRepeatedNumberByNumber(Placement placement) throws IOException {
        Path file = folder.resolve("placed.nii");
        NiftiWriter.create(file, Volume.zeros(new Geometry(2, 3, 4, placement)), Datatype.UINT8);
        Volume read = NiftiReader.read(file);
        assertEquals(placement, read.geometry().placement());
        assertEquals(placement, read.with(new float[24]).geometry().placement());
    }
}
