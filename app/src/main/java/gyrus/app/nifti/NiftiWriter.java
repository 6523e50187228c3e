package gyrus.app.nifti;

import gyrus.app.AtomicFile;
import gyrus.app.UserError;
import gyrus.app.volume.Affine;
import gyrus.app.volume.Volume;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes volumes as single-file NIfTI-1, little-endian, gzipped where the name ends in {@code .gz}. */
public final class NiftiWriter {

    private static final int VOXEL_OFFSET = 352;
    private static final int CHUNK_VOXELS = 1 << 14;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final short SCANNER_COORDINATES = 1;
    private static final byte MILLIMETRES = 2;

    private NiftiWriter() {}

    /**
     * Writes a volume, rounding to the nearest integer where the type is one.
     *
     * <p>The file appears whole or not at all, and never in the place of one that is there.
     *
     * @param datatype UINT8, INT16 or FLOAT32
     * @throws NiftiException if the grid does not fit NIfTI-1
     * @throws UserError if a value does not fit the type
     */
    public static void write(Path file, Volume volume, Datatype datatype) throws IOException {
        ByteBuffer header = header(file, volume, datatype);
        boolean gzip = file.toString().matches("(?si).*\\.gz");
        AtomicFile.create(file, plain -> {
            try (OutputStream stream = new BufferedOutputStream(
                    gzip ? new GZIPOutputStream(plain, BUFFER_BYTES) : plain, BUFFER_BYTES)) {
                stream.write(header.array());
                writeVoxels(file, stream, volume, datatype);
            }
        });
    }

    private static ByteBuffer header(Path file, Volume volume, Datatype datatype) throws NiftiException {
        if (Math.max(volume.nx(), Math.max(volume.ny(), volume.nz())) > Short.MAX_VALUE) {
            throw new NiftiException(file, "a grid of " + volume.grid() + " does not fit NIfTI-1, whose sizes end at "
                    + Short.MAX_VALUE);
        }
        Affine affine = volume.affine();
        double[] spacing = affine.spacing();
        ByteBuffer bytes = ByteBuffer.allocate(VOXEL_OFFSET).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(0, NiftiHeader.BYTES_1);
        bytes.put(38, (byte) 'r');
        short[] dim = {3, (short) volume.nx(), (short) volume.ny(), (short) volume.nz(), 1, 1, 1, 1};
        for (int i = 0; i < dim.length; i++) {
            bytes.putShort(40 + 2 * i, dim[i]);
        }
        bytes.putShort(70, (short) datatype.code());
        bytes.putShort(72, (short) (8 * datatype.bytes()));
        float handedness = affine.determinant() < 0 ? -1 : 1;
        float[] pixdim = {handedness, (float) spacing[0], (float) spacing[1], (float) spacing[2], 1, 1, 1, 1};
        for (int i = 0; i < pixdim.length; i++) {
            bytes.putFloat(76 + 4 * i, pixdim[i]);
        }
        bytes.putFloat(108, VOXEL_OFFSET);
        bytes.putFloat(112, 1); // scl_slope
        bytes.put(123, MILLIMETRES);
        bytes.put(148, "gyrus".getBytes(StandardCharsets.US_ASCII));
        if (orthogonal(affine)) {
            putQform(bytes, affine, spacing, handedness);
        }
        bytes.putShort(254, SCANNER_COORDINATES); // sform_code
        for (int i = 0; i < 12; i++) {
            bytes.putFloat(280 + 4 * i, (float) affine.rows()[i / 4][i % 4]);
        }
        bytes.put(344, "n+1\0".getBytes(StandardCharsets.US_ASCII));
        return bytes;
    }

    private static void putQform(ByteBuffer bytes, Affine affine, double[] spacing, float handedness) {
        double[][] rotation = new double[3][3];
        for (int row = 0; row < 3; row++) {
            for (int axis = 0; axis < 3; axis++) {
                rotation[row][axis] = affine.rows()[row][axis] / spacing[axis] * (axis == 2 ? handedness : 1);
            }
        }
        double[] quaternion = Quaternion.of(rotation);
        bytes.putShort(252, SCANNER_COORDINATES); // qform_code
        for (int i = 0; i < 3; i++) {
            bytes.putFloat(256 + 4 * i, (float) quaternion[i]);
            bytes.putFloat(268 + 4 * i, (float) affine.rows()[i][3]);
        }
    }

    /** Whether the array axes stand at right angles, which is all a qform can say. */
    private static boolean orthogonal(Affine affine) {
        double[] spacing = affine.spacing();
        for (int a = 0; a < 3; a++) {
            for (int b = a + 1; b < 3; b++) {
                double cosine = 0;
                for (double[] row : affine.rows()) {
                    cosine += row[a] * row[b] / (spacing[a] * spacing[b]);
                }
                if (!(Math.abs(cosine) < 1e-5)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static void writeVoxels(Path file, OutputStream stream, Volume volume, Datatype datatype) throws IOException {
        float[] voxels = volume.voxels();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_VOXELS * datatype.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < voxels.length; i++) {
            switch (datatype) {
                case FLOAT32 -> chunk.putFloat(voxels[i]);
                case INT16 -> chunk.putShort((short) rounded(file, voxels[i], datatype, -32768, 32767));
                case UINT8 -> chunk.put((byte) rounded(file, voxels[i], datatype, 0, 255));
                default -> throw new IllegalArgumentException("nifti: writes uint8, int16 and float32, not " + datatype);
            }
            if (!chunk.hasRemaining() || i == voxels.length - 1) {
                stream.write(chunk.array(), 0, chunk.position());
                chunk.clear();
            }
        }
    }

    private static int rounded(Path file, float value, Datatype datatype, int least, int greatest) {
        double nearest = Math.rint(value);
        if (!(nearest >= least && nearest <= greatest)) {
            throw new UserError(file + ": not written: the value " + value + " does not fit " + datatype
                    + " (" + least + " to " + greatest + ")");
        }
        return (int) nearest;
    }
}
