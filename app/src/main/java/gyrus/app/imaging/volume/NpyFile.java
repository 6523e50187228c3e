package gyrus.app.imaging.volume;

import gyrus.model.file.AtomicFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Volumes for NumPy: {@code numpy.load(file)[x, y, z]}, float32. Source: numpy.lib.format, version 1.0. */
public final class NpyFile {

    private static final int ALIGNMENT = 64;
    private static final int PREFIX = 10; // magic, version, length of the header
    private static final int BLOCK_VOXELS = 1 << 13;

    private NpyFile() {}

    /** Up to here float32 holds all whole numbers. */
    public static final long MOST_EXACT = 1 << 24;

    /**
     * Writes an image of any size, block by block. The file appears whole or not at all.
     *
     * @return how many voxels are whole numbers beyond {@link #MOST_EXACT}, which float32 may have rounded
     */
    public static long write(Path file, VoxelReader voxels) throws IOException {
        long[] beyond = new long[1];
        AtomicFile.create(file, stream -> {
            try (OutputStream buffered = new BufferedOutputStream(stream)) {
                beyond[0] = write(buffered, voxels);
            }
        });
        return beyond[0];
    }

    static long write(OutputStream stream, VoxelReader voxels) throws IOException {
        stream.write(header(voxels.geometry()));
        double[] values = new double[BLOCK_VOXELS];
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * BLOCK_VOXELS).order(ByteOrder.LITTLE_ENDIAN);
        long beyond = 0;
        for (int count = voxels.next(values); count > 0; count = voxels.next(values)) {
            for (int i = 0; i < count; i++) {
                bytes.putFloat(Float.BYTES * i, (float) values[i]);
                beyond += Math.abs(values[i]) > MOST_EXACT && values[i] == Math.rint(values[i]) ? 1 : 0;
            }
            stream.write(bytes.array(), 0, Float.BYTES * count);
        }
        return beyond;
    }

    private static byte[] header(Geometry grid) {
        String header = "{'descr': '<f4', 'fortran_order': True, 'shape': (" + grid.nx() + ", " + grid.ny() + ", " + grid.nz()
                + "), }"; // in Fortran's order the first index runs fastest, as in a NIfTI file
        int length = Math.ceilDiv(PREFIX + header.length() + 1, ALIGNMENT) * ALIGNMENT;
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93).put("NUMPY\1\0".getBytes(StandardCharsets.US_ASCII)).putShort((short) (length - PREFIX));
        bytes.put((header + " ".repeat(length - PREFIX - header.length() - 1) + "\n").getBytes(StandardCharsets.US_ASCII));
        return bytes.array();
    }
}
