package gyrus.app.nifti;

import gyrus.app.volume.Affine;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
 * @param pixdim      all 8 of the header's grid spacings, of which [0] is qform's handedness
 * @param voxelOffset bytes before the first voxel
 * @param sclSlope    scaling as the header has it, see {@link #slope()}
 * @param sclInter    scaling as the header has it, see {@link #intercept()}
 * @param affine      where the voxels lie, from the best of the header's descriptions
 * @param placement   which of the descriptions that was
 */
public record NiftiHeader(
        int version,
        ByteOrder order,
        boolean singleFile,
        List<Long> shape,
        Datatype datatype,
        List<Double> pixdim,
        long voxelOffset,
        double sclSlope,
        double sclInter,
        int qformCode,
        int sformCode,
        Affine affine,
        Placement placement) {

    /** The header's three ways to say where voxels lie, best first. */
    public enum Placement {
        /** Method 3: a full affine. */
        SFORM,
        /** Method 2: a rotation as a quaternion, spacing and offset. */
        QFORM,
        /** Method 1: spacing alone; voxel (0, 0, 0) is at the origin. (NiBabel instead flips x and centres the image.) */
        PIXDIM
    }

    static final int BYTES_1 = 348;
    static final int BYTES_2 = 540;

    /** The bytes of the header that begins with these four, or -1 when they begin no NIfTI header. */
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
        List<Long> shape = shape(file, bytes, version);
        Datatype datatype = datatype(file, bytes, version, shape);
        List<Double> pixdim = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            pixdim.add(version == 1 ? bytes.getFloat(76 + 4 * i) : bytes.getDouble(104 + 8 * i));
        }
        if (pixdim.get(0) == 0) {
            pixdim.set(0, 1.0); // the standard: an unset handedness is right-handed
        }
        double slope = version == 1 ? bytes.getFloat(112) : bytes.getDouble(176);
        double intercept = version == 1 ? bytes.getFloat(116) : bytes.getDouble(184);
        if (slope != 0 && Double.isFinite(slope) && !Double.isFinite(intercept)) {
            throw new NiftiException(file, "scl_slope is " + slope + " but scl_inter is " + intercept
                    + ": the values cannot be scaled");
        }
        int qform = version == 1 ? bytes.getShort(252) : bytes.getInt(344);
        int sform = version == 1 ? bytes.getShort(254) : bytes.getInt(348);
        Placement placement = sform > 0 ? Placement.SFORM : qform > 0 ? Placement.QFORM : Placement.PIXDIM;
        Affine affine = switch (placement) {
            case SFORM -> sform(bytes, version);
            case QFORM -> qform(bytes, version, pixdim);
            case PIXDIM -> Affine.scaling(spacing(pixdim), new double[3]);
        };
        if (!affine.invertible()) {
            throw new NiftiException(file, "its " + placement.name().toLowerCase(Locale.ROOT)
                    + " places no three-dimensional grid: " + affine);
        }
        return new NiftiHeader(version, bytes.order(), single, shape, datatype, List.copyOf(pixdim),
                voxelOffset(file, bytes, version, single), slope, intercept, qform, sform, affine, placement);
    }

    /** The header's own length. */
    int bytes() {
        return version == 1 ? BYTES_1 : BYTES_2;
    }

    /** Voxels of all volumes. */
    public long voxels() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    /** Bytes of all voxels in the file, uncompressed. */
    public long voxelBytes() {
        return voxels() * datatype.bytes();
    }

    /** What raw values are multiplied with: 1 where the header's slope is 0 or not a number, which means no scaling. */
    public double slope() {
        return scaled() ? sclSlope : 1;
    }

    /** What is added after multiplying. */
    public double intercept() {
        return scaled() ? sclInter : 0;
    }

    private boolean scaled() {
        return sclSlope != 0 && Double.isFinite(sclSlope);
    }

    /** {@code 256 x 128 x 128 int16}: shape and type as people write them. */
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

    private static List<Long> shape(Path file, ByteBuffer bytes, int version) throws NiftiException {
        long[] dim = new long[8];
        for (int i = 0; i < 8; i++) {
            dim[i] = version == 1 ? bytes.getShort(40 + 2 * i) : bytes.getLong(16 + 8 * i);
        }
        if (dim[0] < 1 || dim[0] > 7) {
            throw new NiftiException(file, "the header declares " + dim[0] + " dimensions; NIfTI allows 1 to 7");
        }
        List<Long> shape = new ArrayList<>();
        for (int i = 1; i <= dim[0]; i++) {
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
        int bits = bytes.getShort(version == 1 ? 72 : 14);
        Datatype datatype = Datatype.of(code).orElseThrow(() ->
                new NiftiException(file, "unknown datatype code " + code));
        if (bits != 8 * datatype.bytes()) {
            throw new NiftiException(file, "datatype " + datatype + " takes " + 8 * datatype.bytes()
                    + " bits per voxel, but the header's bitpix says " + bits);
        }
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

    private static long voxelOffset(Path file, ByteBuffer bytes, int version, boolean single) throws NiftiException {
        double declared = version == 1 ? bytes.getFloat(108) : bytes.getLong(168);
        // Header and 4 extension flags come first; some writers leave vox_offset 0 to say just that.
        int least = !single ? 0 : version == 1 ? BYTES_1 + 4 : BYTES_2 + 4;
        if (declared == 0) {
            return least;
        }
        if (!(declared >= least && declared < 1L << 62) || declared != Math.rint(declared)) {
            throw new NiftiException(file, "vox_offset is " + declared + "; the voxels begin at a whole byte, at " + least
                    + " or later");
        }
        return (long) declared;
    }

    private static Affine sform(ByteBuffer bytes, int version) {
        double[][] rows = new double[3][4];
        for (int i = 0; i < 12; i++) {
            rows[i / 4][i % 4] = version == 1 ? bytes.getFloat(280 + 4 * i) : bytes.getDouble(400 + 8 * i);
        }
        return new Affine(rows);
    }

    private static Affine qform(ByteBuffer bytes, int version, List<Double> pixdim) {
        double[] q = new double[6]; // b, c, d, offsets x, y, z
        for (int i = 0; i < 6; i++) {
            q[i] = version == 1 ? bytes.getFloat(256 + 4 * i) : bytes.getDouble(352 + 8 * i);
        }
        double[][] rotation = Quaternion.rotation(q[0], q[1], q[2]);
        double[] spacing = spacing(pixdim);
        double[][] rows = new double[3][4];
        for (int row = 0; row < 3; row++) {
            rows[row][0] = rotation[row][0] * spacing[0];
            rows[row][1] = rotation[row][1] * spacing[1];
            rows[row][2] = rotation[row][2] * spacing[2] * (pixdim.get(0) < 0 ? -1 : 1);
            rows[row][3] = q[3 + row];
        }
        return new Affine(rows);
    }

    /** Millimetres per voxel; axes without a spacing get 1, as in the reference implementation. */
    private static double[] spacing(List<Double> pixdim) {
        double[] spacing = new double[3];
        for (int axis = 0; axis < 3; axis++) {
            double declared = Math.abs(pixdim.get(axis + 1));
            spacing[axis] = declared > 0 ? declared : 1;
        }
        return spacing;
    }

    private static String text(ByteBuffer bytes, int offset, int length) {
        return new String(bytes.array(), offset, length, StandardCharsets.ISO_8859_1);
    }
}
