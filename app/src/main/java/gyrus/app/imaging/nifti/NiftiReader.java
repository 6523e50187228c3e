package gyrus.app.imaging.nifti;

import gyrus.app.imaging.volume.Geometry;
import gyrus.app.imaging.volume.Volume;
import gyrus.app.imaging.volume.VoxelReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An open NIfTI file: its checked header, then its voxels in order, a buffer at a time.
 *
 * <p>Reads {@code .nii} and pairs of {@code .hdr} and {@code .img} (either may be named), each plain or gzipped. Memory is
 * bounded whatever the file declares: what a plain file is too short for is refused before any voxel is read, and so is what
 * a gzipped one cannot possibly hold. Bytes after the declared voxels are ignored.
 */
public final class NiftiReader implements VoxelReader {

    private static final int BUFFER_BYTES = 1 << 16;

    private final Source source;
    private final NiftiHeader header;
    private final int extensions;
    private final byte[] raw = new byte[BUFFER_BYTES];
    private long unread;
    private boolean trailing;

    private NiftiReader(Source source, NiftiHeader header, int extensions) {
        this.source = source;
        this.header = header;
        this.extensions = extensions;
        this.unread = header.voxelBytes();
    }

    /** Returns the files that hold an image: header and voxels of a pair, or the file itself. */
    public static List<Path> files(Path file) throws IOException {
        Path header = partner(file, ".img", ".hdr");
        Path voxels = partner(header, ".hdr", ".img");
        return header.equals(voxels) ? List.of(file) : List.of(header, voxels);
    }

    /** Reads the header and goes to the first voxel. */
    public static NiftiReader open(Path file) throws IOException {
        Path headerFile = partner(file, ".img", ".hdr");
        Source source = Source.open(headerFile);
        try {
            NiftiHeader header = header(headerFile, source.stream());
            Extensions extensions = Extensions.skip(headerFile, source.stream(), header);
            long position = extensions.position();
            if (!header.singleFile()) {
                source.close();
                source = Source.open(image(headerFile));
                position = 0;
            }
            source.checkHolds(header);
            source.stream().skipNBytes(header.voxelOffset() - position);
            return new NiftiReader(source, header, extensions.count());
        } catch (IOException failure) {
            source.close();
            throw Source.explained(source.file(), failure);
        }
    }

    /** Reads a three-dimensional image, values scaled; one with further dimensions must have size 1 in each of them. */
    public static Volume read(Path file) throws IOException {
        try (NiftiReader reader = open(file)) {
            Geometry geometry = reader.geometry();
            float[] voxels = new float[reader.voxelsInMemory()];
            double[] values = new double[BUFFER_BYTES / reader.header.datatype().bytes()];
            int done = 0;
            for (int count = reader.next(values); count > 0; count = reader.next(values)) {
                for (int i = 0; i < count; i++) {
                    voxels[done + i] = (float) values[i];
                }
                done += count;
            }
            return new Volume(geometry, voxels);
        }
    }

    /** Returns the header as the file holds it. */
    public NiftiHeader header() {
        return header;
    }

    @Override
    public Geometry geometry() throws IOException {
        return header.geometry(source.file());
    }

    /** Returns the number of header extensions that were skipped. */
    public int extensions() {
        return extensions;
    }

    /** Returns whether the file goes on after the last voxel. It is known once all voxels are read. */
    public boolean trailing() {
        return trailing;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Values are scaled: raw value times slope plus intercept, in double.
     */
    @Override
    public int next(double[] values) throws IOException {
        Datatype datatype = header.datatype();
        if (!datatype.real()) {
            throw new NiftiException(source.file(), "its voxels are " + datatype
                    + ", not real numbers: save one real channel as float32");
        }
        int size = datatype.bytes();
        int count = next(raw, Math.min(raw.length / size, values.length) * size) / size;
        datatype.decode(ByteBuffer.wrap(raw).order(header.order()), values, count);
        double slope = header.slope();
        double intercept = header.intercept();
        if (slope != 1 || intercept != 0) {
            for (int i = 0; i < count; i++) {
                values[i] = values[i] * slope + intercept;
            }
        }
        return count;
    }

    /** Reads the next voxels' bytes as they are in the file: as many as fit, 0 after the last. */
    int next(byte[] bytes) throws IOException {
        return next(bytes, bytes.length);
    }

    private int next(byte[] bytes, int length) throws IOException {
        int wanted = (int) Math.min(length, unread);
        if (wanted == 0) {
            return 0;
        }
        try {
            int got = source.stream().readNBytes(bytes, 0, wanted);
            if (got < wanted) {
                throw new EOFException();
            }
            unread -= wanted;
            if (unread == 0) {
                trailing = source.stream().read() >= 0; // at its end a gzip stream compares its checksum
                if (trailing) {
                    checkRest();
                }
                trailing = trailing || source.trailing();
            }
            return wanted;
        } catch (IOException failure) {
            throw Source.explained(source.file(), failure);
        }
    }

    /**
     * Counts what follows the voxels, of which one byte was read. Where a header contradicts itself, the file's length decides:
     * a file of just as many bytes as another reading takes, by bitpix or with extension flags, is refused.
     */
    private void checkRest() throws IOException {
        long wider = header.voxels() * (header.bitpix() / 8L - header.datatype().bytes());
        long flags = header.singleFile() && header.voxelOffset() == header.bytes() ? Extensions.FLAG_BYTES : 0;
        long most = Math.max(wider, flags);
        long rest = 1;
        for (int count = 1; count > 0 && rest <= most; rest += count) {
            count = source.stream().readNBytes(raw, 0, (int) Math.min(raw.length, most + 1 - rest));
        }
        if (rest == wider) {
            throw new NiftiException(source.file(), "its header contradicts itself: voxels of " + header.datatype() + " take "
                    + 8 * header.datatype().bytes() + " bits, bitpix says " + header.bitpix() + ", and the file holds "
                    + header.bitpix() + " bits per voxel; correct datatype or bitpix");
        }
        if (rest == flags) {
            throw new NiftiException(source.file(), "vox_offset is " + header.bytes() + ", but the file is " + flags
                    + " bytes too long for it, as if extension flags came first; correct vox_offset to "
                    + (header.bytes() + flags));
        }
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    /** Returns the number of voxels, after checking that they fit as floats into the memory of Java. */
    private int voxelsInMemory() throws NiftiException {
        long most = Math.min(Runtime.getRuntime().maxMemory() / Float.BYTES, Integer.MAX_VALUE - 8);
        if (header.voxels() > most) {
            throw new NiftiException(source.file(), header.description() + " takes " + (header.voxels() >> 18)
                    + " MiB in memory as float32; Java may use " + (most >> 18) + " MiB for an image");
        }
        return (int) header.voxels();
    }

    /** Returns the voxels' file of a pair. */
    private static Path image(Path headerFile) throws IOException {
        Path image = partner(headerFile, ".hdr", ".img");
        if (image.equals(headerFile)) {
            throw new NiftiException(headerFile, "says that its voxels are in an .img file beside it, but is not named .hdr");
        }
        return image;
    }

    private static NiftiHeader header(Path file, InputStream stream) throws IOException {
        byte[] firstFour = stream.readNBytes(4);
        if (firstFour.length == 0) {
            throw new NiftiException(file, "is empty");
        }
        int length = firstFour.length < 4 ? -1 : NiftiHeader.length(firstFour);
        if (length < 0) {
            byte[] first = Arrays.copyOf(firstFour, ForeignFormat.BYTES);
            int more = stream.readNBytes(first, firstFour.length, first.length - firstFour.length);
            throw new NiftiException(file, "not a NIfTI file: " + ForeignFormat
                    .describe(Arrays.copyOf(first, firstFour.length + more)).map(kind -> "it holds " + kind)
                    .orElse("it does not begin with a header size of " + NiftiHeader.BYTES_1 + " or " + NiftiHeader.BYTES_2));
        }
        byte[] bytes = new byte[length];
        System.arraycopy(firstFour, 0, bytes, 0, 4);
        int got = 4 + stream.readNBytes(bytes, 4, length - 4);
        if (got < length) {
            throw new NiftiException(file, "is truncated: the header takes " + length + " bytes, the file ends after " + got);
        }
        return NiftiHeader.parse(file, bytes);
    }

    /**
     * Returns the other file of a pair: of {@code scan.img.gz} {@code scan.hdr.gz}, else {@code scan.hdr}, and back. Endings may
     * be in upper or lower case, each file's in its own. Other names stay as they are.
     */
    private static Path partner(Path file, String from, String to) throws IOException {
        Matcher name = Pattern.compile("(?si)(.+)" + Pattern.quote(from) + "(\\.gz)?").matcher(file.getFileName().toString());
        if (!name.matches()) {
            return file;
        }
        Optional<String> zip = Optional.ofNullable(name.group(2));
        List<String> wanted = zip.isPresent() ? List.of(to + zip.get(), to) : List.of(to, to + ".gz");
        for (String ending : wanted) {
            Path sibling = file.resolveSibling(name.group(1) + ending);
            if (Files.exists(sibling)) {
                return sibling;
            }
        }
        try (Stream<Path> siblings = Files.list(file.toAbsolutePath().getParent())) {
            List<String> names = siblings.map(sibling -> sibling.getFileName().toString())
                    .filter(sibling -> sibling.startsWith(name.group(1))).sorted().toList();
            for (String ending : wanted) {
                for (String sibling : names) {
                    if (sibling.substring(name.group(1).length()).equalsIgnoreCase(ending)) {
                        return file.resolveSibling(sibling);
                    }
                }
            }
        }
        throw new NoSuchFileException(file.resolveSibling(name.group(1) + wanted.getFirst()).toString());
    }
}
