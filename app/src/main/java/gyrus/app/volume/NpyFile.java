package gyrus.app.volume;

import gyrus.app.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Volumes for NumPy: {@code numpy.load(file)[x, y, z]}, float32. Source: numpy.lib.format, version 1.0. */
public final class NpyFile {

    private static final int ALIGNMENT = 64;
    private static final int PREFIX = 10; // magic, version, length of the header

    private NpyFile() {}

    public static void write(Path file, Volume volume) throws IOException {
        String header = "{'descr': '<f4', 'fortran_order': True, 'shape': (" + volume.nx() + ", " + volume.ny() + ", "
                + volume.nz() + "), }"; // in Fortran's order the first index runs fastest, as in a Volume
        int length = Math.ceilDiv(PREFIX + header.length() + 1, ALIGNMENT) * ALIGNMENT;
        ByteBuffer bytes = ByteBuffer.allocate(Math.addExact(length, Math.multiplyExact(Float.BYTES, volume.voxels().length)))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93).put("NUMPY\1\0".getBytes(StandardCharsets.US_ASCII)).putShort((short) (length - PREFIX));
        bytes.put((header + " ".repeat(length - PREFIX - header.length() - 1) + "\n").getBytes(StandardCharsets.US_ASCII));
        bytes.asFloatBuffer().put(volume.voxels());
        AtomicFile.create(file, bytes.array());
    }
}
