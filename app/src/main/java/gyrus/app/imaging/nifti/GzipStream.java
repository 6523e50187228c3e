package gyrus.app.imaging.nifti;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Unpacks gzip data, all members of them, and tells whether the file goes on after the last. */
final class GzipStream extends GZIPInputStream {

    private static final int TRAILER_BYTES = 8; // checksum and length behind a member's data

    private final Counted file;
    private long filled; // bytes of the file, up to the end of those that the inflater was given last

    private GzipStream(Counted file, int buffer) throws IOException {
        super(file, buffer);
        this.file = file;
    }

    static GzipStream on(InputStream file, int buffer) throws IOException {
        return new GzipStream(new Counted(file), buffer);
    }

    @Override
    protected void fill() throws IOException {
        super.fill();
        filled = file.count;
    }

    /** Returns whether the file goes on, once this stream is at its end. */
    boolean trailing() throws IOException {
        long end = filled - inf.getRemaining() + TRAILER_BYTES;
        return file.count > end || file.read() >= 0;
    }

    /** Counts the bytes that are read. */
    private static final class Counted extends FilterInputStream {

        private long count;

        Counted(InputStream file) {
            super(file);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = super.read(bytes, from, length);
            count += Math.max(0, read);
            return read;
        }
    }
}
