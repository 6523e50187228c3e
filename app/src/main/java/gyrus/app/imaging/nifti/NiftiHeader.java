package gyrus.app.imaging.nifti;

import gyrus.app.imaging.volume.Geometry;
import gyrus.app.imaging.volume.Placement;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The header of a NIfTI-1 or NIfTI-2 file, checked: the type is known, and the bytes of all voxels fit a long.
 *
 * <p>Source: the official {@code nifti1.h} and {@code nifti2.h}, https://nifti.nimh.nih.gov.
 *
 * @param version     1 or 2
 * @param order       the byte order of header and voxels
 * @param singleFile  whether the voxels follow in the same file (else in the {@code .img} beside it)
 * @param shape       1 to 7 sizes, the first runs fastest in the file
 * @param bitpix      bits per voxel as the header has them, which may contradict the type
 * @param voxelOffset bytes before the first voxel
 * @param sclSlope    scaling as the header has it, see {@link #slope()}
 * @param sclInter    scaling as the header has it, see {@link #intercept()}
 * @param placement   where the voxels lie
 * @param notes       what the header leaves open or gets wrong, and how it is read in spite of that
 */
public record NiftiHeader(
        int version,
        ByteOrder order,
        boolean singleFile,
        List<Long> shape,
        Datatype datatype,
        int bitpix,
        long voxelOffset,
        double sclSlope,
        double sclInter,
        Placement placement,
        List<String> notes) {

    static final int BYTES_1 = 348;
    static final int BYTES_2 = 540;

    /** Returns the length of a header in bytes by its first four bytes, or -1 if they begin no NIfTI header. */
    static int length(byte[] firstFour) {
        ByteBuffer bytes = ByteBuffer.wrap(firstFour);
        int big = bytes.getInt(0);
        int little = Integer.reverseBytes(big);
        for (int length : new int[] {BYTES_1, BYTES_2}) {
            if (big == length || little == length) {
                return length;
            }
        }
        return -1;
    }

    /** Reads and checks a whole header of {@link #length} bytes. */
    static NiftiHeader parse(Path file, byte[] header) throws NiftiException {
        ByteBuffer bytes = ByteBuffer.wrap(header);
        if (bytes.getInt(0) != header.length) {
            bytes.order(ByteOrder.LITTLE_ENDIAN);
        }
        int version = header.length == BYTES_1 ? 1 : 2;
        boolean single = singleFile(file, bytes, version);
        List<String> notes = new ArrayList<>();
        List<Long> shape = shape(file, bytes, version, notes);
        Datatype datatype = datatype(file, bytes, version, shape);
        int bitpix = bytes.getShort(version == 1 ? 72 : 14);
        if (bitpix != 8 * datatype.bytes()) {
            notes.add("bitpix is " + bitpix + ", voxels of " + datatype + " take " + 8 * datatype.bytes() + " bits");
        }
        double slope = version == 1 ? bytes.getFloat(112) : bytes.getDouble(176);
        double intercept = version == 1 ? bytes.getFloat(116) : bytes.getDouble(184);
        if (slope != 0 && Double.isFinite(slope) && !Double.isFinite(intercept)) {
            throw new NiftiException(file, "scl_slope is " + slope + " but scl_inter is " + intercept
                    + ": the values cannot be scaled");
        }
        if (!Double.isFinite(slope) || slope == 0 && intercept != 0 && !Double.isNaN(intercept)) {
            notes.add("scl_slope is " + slope + (slope == 0 ? " and scl_inter " + intercept : "") + ": values are not scaled");
        }
        long offset = voxelOffset(file, bytes, version, single, notes);
        Placement placement = placement(bytes, version);
        Optional<String> defect = placement.defect();
        if (defect.isPresent()) {
            throw new NiftiException(file, defect.get());
        }
        notes.addAll(placement.notes(grid(shape)));
        return new NiftiHeader(version, bytes.order(), single, shape, datatype, bitpix, offset, slope, intercept, placement,
                List.copyOf(notes));
    }

    /** Returns the header's own length. */
    int bytes() {
        return version == 1 ? BYTES_1 : BYTES_2;
    }

    /** Returns the sizes of the first three dimensions, as far as there are any; those that do not fit an int are cut. */
    private static int[] grid(List<Long> shape) {
        int[] grid = {1, 1, 1};
        for (int axis = 0; axis < Math.min(3, shape.size()); axis++) {
            grid[axis] = (int) Math.min(Integer.MAX_VALUE, shape.get(axis));
        }
        return grid;
    }

    /**
     * Returns the grid of an image of one volume.
     *
     * @param file the file's name, for the error
     */
    Geometry geometry(Path file) throws NiftiException {
        for (long size : shape.subList(Math.min(3, shape.size()), shape.size())) {
            if (size != 1) {
                throw new NiftiException(file, "holds several volumes (" + description()
                        + "); a scan is one volume: choose one and save it by itself");
            }
        }
        if (shape.stream().anyMatch(size -> size > Integer.MAX_VALUE)) {
            throw new NiftiException(file, description() + " has a side of more than " + Integer.MAX_VALUE + " voxels");
        }
        int[] grid = grid(shape);
        return new Geometry(grid[0], grid[1], grid[2], placement);
    }

    /** Voxels of all volumes. */
    public long voxels() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    /** Returns the bytes of all voxels in the file, uncompressed. */
    public long voxelBytes() {
        return voxels() * datatype.bytes();
    }

    /** Returns the factor of raw values; 1 if the header's slope is 0 or not a number, which means no scaling. */
    public double slope() {
        return scaled() ? sclSlope : 1;
    }

    /** Returns the number that is added to scaled values. */
    public double intercept() {
        return scaled() ? sclInter : 0;
    }

    private boolean scaled() {
        return sclSlope != 0 && Double.isFinite(sclSlope);
    }

    /** Returns shape and type for people, such as {@code 256 x 128 x 128 int16}. */
    public String description() {
        return shape.stream().map(String::valueOf).collect(Collectors.joining(" x ")) + " " + datatype;
    }

    private static boolean singleFile(Path file, ByteBuffer bytes, int version) throws NiftiException {
        String magic = version == 1 ? text(bytes, 344, 4) : text(bytes, 4, 8);
        String tail = version == 1 ? "\0" : "\0\r\n\032\n";
        if (magic.equals("n+" + version + tail)) {
            return true;
        }
        if (magic.equals("ni" + version + tail)) {
            return false;
        }
        throw new NiftiException(file, "not a NIfTI file: its header has the size of NIfTI-" + version + " but not the magic 'n+"
                + version + "' or 'ni" + version + "' (convert ANALYZE 7.5 files, which have none, to NIfTI)");
    }

    private static List<Long> shape(Path file, ByteBuffer bytes, int version, List<String> notes) throws NiftiException {
        long[] dim = new long[8];
        for (int i = 0; i < 8; i++) {
            dim[i] = version == 1 ? bytes.getShort(40 + 2 * i) : bytes.getLong(16 + 8 * i);
        }
        if (dim[0] < 1 || dim[0] > 7) {
            throw new NiftiException(file, "the header declares " + dim[0] + " dimensions; NIfTI allows 1 to 7");
        }
        int rank = (int) dim[0];
        while (rank > 1 && dim[rank] == 0) {
            rank--;
        }
        if (rank < dim[0]) {
            notes.add("of the " + dim[0] + " dimensions that the header declares, the last " + (dim[0] - rank)
                    + " have size 0 and are ignored");
        }
        List<Long> shape = new ArrayList<>();
        for (int i = 1; i <= rank; i++) {
            if (dim[i] < 1) {
                throw new NiftiException(file, "the header declares size " + dim[i] + " for dimension " + i
                        + "; sizes are at least 1");
            }
            shape.add(dim[i]);
        }
        return List.copyOf(shape);
    }

    private static Datatype datatype(Path file, ByteBuffer bytes, int version, List<Long> shape) throws NiftiException {
        int code = bytes.getShort(version == 1 ? 70 : 12);
        Datatype datatype = Datatype.of(code).orElseThrow(() -> new NiftiException(file, "unknown datatype code " + code));
        long total = datatype.bytes();
        for (long size : shape) {
            if (Math.multiplyHigh(total, size) != 0 || total * size < 0) {
                throw new NiftiException(file, "the declared shape " + shape + " of " + datatype
                        + " overflows: no file is so large");
            }
            total *= size;
        }
        return datatype;
    }

    private static long voxelOffset(Path file, ByteBuffer bytes, int version, boolean single, List<String> notes)
            throws NiftiException {
        double declared = version == 1 ? bytes.getFloat(108) : bytes.getLong(168);
        int header = version == 1 ? BYTES_1 : BYTES_2;
        // Header and 4 extension flags come first; some writers leave vox_offset 0 to say just that.
        int least = single ? header + 4 : 0;
        if (declared == 0) {
            return least;
        }
        if (single && declared == header) {
            notes.add("vox_offset is " + header + ": the voxels follow the header without extension flags");
            return header;
        }
        if (!(declared >= least && declared < 1L << 62) || declared != Math.rint(declared)) {
            throw new NiftiException(file, "vox_offset is " + declared + "; the voxels begin at a whole byte, at " + least
                    + " or later");
        }
        return (long) declared;
    }

    private static Placement placement(ByteBuffer bytes, int version) {
        List<Double> pixdim = reals(bytes, version, 8, 76, 104);
        if (pixdim.get(0) == 0) {
            pixdim.set(0, 1.0); // the standard: an unset handedness is right-handed
        }
        return new Placement(version, version == 1 ? bytes.get(123) & 0xFF : bytes.getInt(500), pixdim,
                version == 1 ? bytes.getShort(252) : bytes.getInt(344), reals(bytes, version, 6, 256, 352),
                version == 1 ? bytes.getShort(254) : bytes.getInt(348), reals(bytes, version, 12, 280, 400));
    }

    /** Returns neighbouring real numbers: floats at {@code offset1} in version 1, doubles at {@code offset2} in version 2. */
    private static List<Double> reals(ByteBuffer bytes, int version, int count, int offset1, int offset2) {
        List<Double> reals = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            reals.add(version == 1 ? bytes.getFloat(offset1 + Float.BYTES * i) : bytes.getDouble(offset2 + Double.BYTES * i));
        }
        return reals;
    }

    private static String text(ByteBuffer bytes, int offset, int length) {
        return new String(bytes.array(), offset, length, StandardCharsets.ISO_8859_1);
    }
}
