package gyrus.app.measures;

import gyrus.app.volume.Affine;
import gyrus.app.volume.Volume;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Reads the one kind of NIfTI-1 file the mask pairs come in: gzipped, little-endian, unsigned bytes, unscaled. */
final class MaskFile {

    private MaskFile() {
    }

    static Volume read(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            bytes = in.readAllBytes();
        }
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int first = (int) header.getFloat(108);
        Volume volume = Volume.zeros(header.getShort(42), header.getShort(44), header.getShort(46), Affine.scaling(
                new double[] {header.getFloat(80), header.getFloat(84), header.getFloat(88)}, new double[3]));
        for (int i = 0; i < volume.voxels().length; i++) {
            volume.voxels()[i] = Byte.toUnsignedInt(bytes[first + i]);
        }
        return volume;
    }
}
