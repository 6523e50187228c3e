package gyrus.app.imaging.nifti;

import gyrus.app.failure.UserError;
import gyrus.app.imaging.volume.Placement;
import gyrus.app.imaging.volume.Volume;
import gyrus.model.file.AtomicFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Writes volumes as single-file NIfTI, little-endian, gzipped where the name ends in {@code .gz}.
 *
 * <p>The header repeats the volume's {@link Placement} number by number. The format is NIfTI-1, but for volumes that come from
 * a NIfTI-2 file, whose numbers NIfTI-1 would round, and for grids that are too large for it.
 */
public final class NiftiWriter {

    private static final int FLAG_BYTES = 4;
    private static final int CHUNK_VOXELS = 1 << 14;
    private static final int BUFFER_BYTES = 1 << 16;

    private NiftiWriter() {}

    /**
     * Writes a volume, rounding to the nearest integer where the type is one.
     *
     * <p>The file appears whole or not at all, and never in the place of one that exists.
     *
     * @param datatype UINT8, INT16 or FLOAT32
     * @throws UserError if a value does not fit the type
     */
    public static void create(Path file, Volume volume, Datatype datatype) throws IOException {
        AtomicFile.create(file, content(file, volume, datatype));
    }

    private static AtomicFile.Content content(Path file, Volume volume, Datatype datatype) {
        ByteBuffer header = header(volume, datatype);
        boolean gzip = file.toString().matches("(?si).*\\.gz");
        return plain -> {
            try (OutputStream stream = new BufferedOutputStream(
                    gzip ? new GZIPOutputStream(plain, BUFFER_BYTES) : plain, BUFFER_BYTES)) {
                stream.write(header.array());
                writeVoxels(file, stream, volume, datatype);
            }
        };
    }

    private static ByteBuffer header(Volume volume, Datatype datatype) {
        int longest = Math.max(volume.nx(), Math.max(volume.ny(), volume.nz()));
        Placement placement = volume.geometry().placement();
        return placement.version() == 2 || longest > Short.MAX_VALUE
                ? header2(volume, placement, datatype) : header1(volume, placement, datatype);
    }

    private static ByteBuffer header1(Volume volume, Placement placement, Datatype datatype) {
        int offset = NiftiHeader.BYTES_1 + FLAG_BYTES;
        ByteBuffer bytes = ByteBuffer.allocate(offset).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(0, NiftiHeader.BYTES_1);
        bytes.put(38, (byte) 'r');
        int[] dim = dim(volume);
        for (int i = 0; i < dim.length; i++) {
            bytes.putShort(40 + Short.BYTES * i, (short) dim[i]);
        }
        bytes.putShort(70, (short) datatype.code());
        bytes.putShort(72, (short) (8 * datatype.bytes()));
        putFloats(bytes, 76, placement.pixdim());
        bytes.putFloat(108, offset);
        bytes.putFloat(112, 1); // scl_slope
        bytes.put(123, (byte) placement.xyztUnits());
        bytes.put(148, "gyrus".getBytes(StandardCharsets.US_ASCII));
        bytes.putShort(252, (short) placement.qformCode());
        bytes.putShort(254, (short) placement.sformCode());
        putFloats(bytes, 256, placement.quaternion());
        putFloats(bytes, 280, placement.sform());
        bytes.put(344, "n+1\0".getBytes(StandardCharsets.US_ASCII));
        return bytes;
    }

    private static ByteBuffer header2(Volume volume, Placement placement, Datatype datatype) {
        int offset = NiftiHeader.BYTES_2 + FLAG_BYTES;
        ByteBuffer bytes = ByteBuffer.allocate(offset).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(0, NiftiHeader.BYTES_2);
        bytes.put(4, "n+2\0\r\n\032\n".getBytes(StandardCharsets.US_ASCII));
        bytes.putShort(12, (short) datatype.code());
        bytes.putShort(14, (short) (8 * datatype.bytes()));
        int[] dim = dim(volume);
        for (int i = 0; i < dim.length; i++) {
            bytes.putLong(16 + Long.BYTES * i, dim[i]);
        }
        putDoubles(bytes, 104, placement.pixdim());
        bytes.putLong(168, offset);
        bytes.putDouble(176, 1); // scl_slope
        bytes.put(240, "gyrus".getBytes(StandardCharsets.US_ASCII));
        bytes.putInt(344, placement.qformCode());
        bytes.putInt(348, placement.sformCode());
        putDoubles(bytes, 352, placement.quaternion());
        putDoubles(bytes, 400, placement.sform());
        bytes.putInt(500, placement.xyztUnits());
        return bytes;
    }

    private static int[] dim(Volume volume) {
        return new int[] {3, volume.nx(), volume.ny(), volume.nz(), 1, 1, 1, 1};
    }

    private static void putFloats(ByteBuffer bytes, int offset, List<Double> numbers) {
        for (int i = 0; i < numbers.size(); i++) {
            bytes.putFloat(offset + Float.BYTES * i, numbers.get(i).floatValue());
        }
    }

    private static void putDoubles(ByteBuffer bytes, int offset, List<Double> numbers) {
        for (int i = 0; i < numbers.size(); i++) {
            bytes.putDouble(offset + Double.BYTES * i, numbers.get(i));
        }
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
