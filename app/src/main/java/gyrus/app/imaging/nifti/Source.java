package gyrus.app.imaging.nifti;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipException;

/**
 * A file's bytes, unpacked where its first two say that it is gzipped, whatever it is called.
 *
 * @param packed the unpacking stream; none where the file is not gzipped
 */
record Source(Path file, InputStream stream, Optional<GzipStream> packed) implements Closeable {

    /** Deflate spends at least two bits on 258 bytes, so gzipped data never unpacks to more than this many times its size. */
    private static final long GREATEST_RATIO = 1032;

    private static final int BUFFER_BYTES = 1 << 16;

    static Source open(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new NiftiException(file, "is a folder, not a NIfTI file");
        }
        BufferedInputStream plain = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
        try {
            plain.mark(2);
            boolean gzipped = plain.read() == 0x1f && plain.read() == 0x8b;
            plain.reset();
            if (!gzipped) {
                return new Source(file, plain, Optional.empty());
            }
            GzipStream unpacked = GzipStream.on(plain, BUFFER_BYTES);
            return new Source(file, new BufferedInputStream(unpacked, BUFFER_BYTES), Optional.of(unpacked));
        } catch (IOException failure) {
            plain.close();
            throw explained(file, failure);
        }
    }

    /** Refuses voxels that the file's length rules out, before memory is taken for them. A pipe's length is unknown. */
    void checkHolds(NiftiHeader header) throws IOException {
        if (!Files.isRegularFile(file)) {
            return;
        }
        long length = Files.size(file);
        long most = packed.isPresent() ? length * GREATEST_RATIO : length;
        if (most - header.voxelOffset() < header.voxelBytes()) {
            throw new NiftiException(file, "is truncated or damaged: " + header.description() + " takes " + header.voxelBytes()
                    + " bytes from byte " + header.voxelOffset() + " on, "
                    + (packed.isPresent() ? "which " + length + " bytes of gzip cannot hold" : "the file ends at byte " + length));
        }
    }

    /** Returns whether a gzipped file goes on after its gzip data, once these are read to their end. */
    boolean trailing() throws IOException {
        return packed.isPresent() && packed.get().trailing();
    }

    /** Returns a failure with the file in its message, which the streams' own messages lack. */
    static IOException explained(Path file, IOException failure) {
        return switch (failure) {
            case EOFException end -> new NiftiException(file, "is truncated: it ends before its last voxel");
            case ZipException damage -> new NiftiException(file, "its gzip data is damaged");
            default -> failure;
        };
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
