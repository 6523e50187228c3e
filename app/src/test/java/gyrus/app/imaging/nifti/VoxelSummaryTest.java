package gyrus.app.imaging.nifti;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VoxelSummaryTest {

    @TempDir
    private Path folder;

    private VoxelSummary summary(float... values) throws IOException {
        Path file = Example.of(Datatype.FLOAT32.code(), 32, values.length, 1, 1).voxels(bytes(values)).write(folder, "v", true);
        try (NiftiReader reader = NiftiReader.open(file)) {
            return VoxelSummary.of(reader);
        }
    }

    private static byte[] bytes(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Test
    void leastGreatestAndMeanAreThoseOfTheFiniteVoxels() throws IOException {
        float[] values = {2, Float.NaN, -3, Float.POSITIVE_INFINITY, 7, Float.NEGATIVE_INFINITY, Float.NaN, Float.NaN};
        VoxelSummary summary = summary(values);
        assertEquals(new VoxelSummary(-3, 7, 2, 3, 2, sha256(bytes(values))), summary);
    }

    @Test
    void aVolumeWithoutFiniteVoxelsHasNoLeastGreatestAndMean() throws IOException {
        VoxelSummary summary = summary(Float.NaN, Float.POSITIVE_INFINITY);
        assertTrue(Double.isNaN(summary.min()) && Double.isNaN(summary.max()) && Double.isNaN(summary.mean()));
        assertEquals(1, summary.nan());
        assertEquals(1, summary.infinite());
    }

    /** More voxels than fit into a buffer: 0, 1, 2, ... have the mean of the first and the last. */
    @Test
    void allVoxelsOfALongImageCount() throws IOException {
        float[] values = new float[30_001];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        assertEquals(new VoxelSummary(0, 30_000, 15_000, 0, 0, sha256(bytes(values))), summary(values));
    }

    @Test
    void coloursHaveTheChecksumOfTheirBytes() throws IOException {
        byte[] colours = new byte[3 * 30_000];
        for (int i = 0; i < colours.length; i++) {
            colours[i] = (byte) (i * 7);
        }
        Path file = Example.of(Datatype.RGB24.code(), 24, 300, 100, 1).voxels(colours).write(folder, "rgb", false);
        try (NiftiReader reader = NiftiReader.open(file)) {
            assertEquals(sha256(colours), VoxelSummary.sha256Raw(reader));
        }
    }

    /** NumPy's notation, as numpy.dtype(...).str prints it. */
    @Test
    void typesAreWrittenAsInNumpy() {
        assertEquals("<i2", Datatype.INT16.notation(ByteOrder.LITTLE_ENDIAN));
        assertEquals(">f8", Datatype.FLOAT64.notation(ByteOrder.BIG_ENDIAN));
        assertEquals("|u1", Datatype.UINT8.notation(ByteOrder.BIG_ENDIAN));
        assertEquals("|i1", Datatype.INT8.notation(ByteOrder.LITTLE_ENDIAN));
        assertEquals("rgb24", Datatype.RGB24.notation(ByteOrder.LITTLE_ENDIAN));
        assertEquals("float32", Datatype.FLOAT32.toString());
        assertTrue(Datatype.of(3).isEmpty());
        assertFalse(Datatype.RGBA32.real());
    }
}
