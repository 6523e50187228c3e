package gyrus.app.imaging.nifti;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * What may lie between a header and the voxels: four flag bytes, and if the first is set, blocks that begin with their size.
 *
 * @param count    how many blocks there were
 * @param position the byte the stream stands at after them
 */
record Extensions(int count, long position) {

    static final int FLAG_BYTES = 4;
    private static final int LEAST_BYTES = 8; // size and code, four bytes each

    /** Reads on from the end of the header to at most the first voxel, or the end of a header file that has none. */
    static Extensions skip(Path file, InputStream stream, NiftiHeader header) throws IOException {
        long end = header.singleFile() ? header.voxelOffset() : Long.MAX_VALUE;
        boolean none = header.singleFile() && end < header.bytes() + FLAG_BYTES; // the voxels follow the header
        byte[] flags = none ? new byte[0] : stream.readNBytes(FLAG_BYTES);
        long position = header.bytes() + flags.length;
        int count = 0;
        boolean more = flags.length == FLAG_BYTES && flags[0] != 0;
        while (more && end - position >= LEAST_BYTES) {
            byte[] start = stream.readNBytes(LEAST_BYTES);
            position += start.length;
            int size = start.length < LEAST_BYTES ? 0 : ByteBuffer.wrap(start).order(header.order()).getInt();
            more = size != 0; // zeros pad the rest
            if (more) {
                count++;
                long rest = (long) size - LEAST_BYTES;
                if (rest < 0 || rest > end - position) {
                    long left = end - position + LEAST_BYTES;
                    throw new NiftiException(file, "header extension " + count + " claims " + size + " bytes; "
                            + (rest < 0 ? "the least is " + LEAST_BYTES : left + " are left before the voxels"));
                }
                try {
                    stream.skipNBytes(rest);
                } catch (EOFException ended) {
                    throw new NiftiException(file, "is truncated: header extension " + count + " claims " + size
                            + " bytes, the file ends before");
                }
                position += rest;
            }
        }
        return new Extensions(count, position);
    }
}
