package gyrus.app.imaging.nifti;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Optional;

/** The number format of a voxel, with NIfTI's code. */
public enum Datatype {
    UINT8(2, 1, "u1"),
    INT16(4, 2, "i2"),
    INT32(8, 4, "i4"),
    FLOAT32(16, 4, "f4"),
    COMPLEX64(32, 8, "c8"),
    FLOAT64(64, 8, "f8"),
    RGB24(128, 3, "rgb24"),
    INT8(256, 1, "i1"),
    UINT16(512, 2, "u2"),
    UINT32(768, 4, "u4"),
    INT64(1024, 8, "i8"),
    UINT64(1280, 8, "u8"),
    FLOAT128(1536, 16, "f16"),
    COMPLEX128(1792, 16, "c16"),
    COMPLEX256(2048, 32, "c32"),
    RGBA32(2304, 4, "rgba32");

    private final int code;
    private final int bytes;
    private final String letters;

    Datatype(int code, int bytes, String letters) {
        this.code = code;
        this.bytes = bytes;
        this.letters = letters;
    }

    static Optional<Datatype> of(int code) {
        for (Datatype datatype : values()) {
            if (datatype.code == code) {
                return Optional.of(datatype);
            }
        }
        return Optional.empty();
    }

    /** Returns the code of the header's field {@code datatype}. */
    public int code() {
        return code;
    }

    /** Returns the bytes of one voxel. */
    public int bytes() {
        return bytes;
    }

    /** Returns whether a voxel is one real number that a double can stand for: not complex, not a colour, not float128. */
    public boolean real() {
        return switch (this) {
            case COMPLEX64, COMPLEX128, COMPLEX256, RGB24, RGBA32, FLOAT128 -> false;
            default -> true;
        };
    }

    /** Returns NumPy's notation if there is one: {@code <i2} is a little-endian int16, {@code |u1} a byte without an order. */
    public String notation(ByteOrder order) {
        return switch (this) {
            case RGB24, RGBA32 -> letters;
            case INT8, UINT8 -> "|" + letters;
            default -> (order == ByteOrder.LITTLE_ENDIAN ? "<" : ">") + letters;
        };
    }

    /** Reads the first {@code count} voxels of {@code raw} as doubles. 64-bit integers beyond 2^53 are rounded to nearest. */
    void decode(ByteBuffer raw, double[] values, int count) {
        for (int i = 0; i < count; i++) {
            values[i] = switch (this) {
                case UINT8 -> raw.get(i) & 0xFF;
                case INT8 -> raw.get(i);
                case UINT16 -> raw.getChar(2 * i);
                case INT16 -> raw.getShort(2 * i);
                case UINT32 -> raw.getInt(4 * i) & 0xFFFFFFFFL;
                case INT32 -> raw.getInt(4 * i);
                case UINT64 -> unsigned(raw.getLong(8 * i));
                case INT64 -> raw.getLong(8 * i);
                case FLOAT32 -> raw.getFloat(4 * i);
                case FLOAT64 -> raw.getDouble(8 * i);
                case COMPLEX64, COMPLEX128, COMPLEX256, RGB24, RGBA32, FLOAT128 ->
                        throw new IllegalStateException(this + " voxels are not real numbers");
            };
        }
    }

    /**
     * Returns an unsigned number. A large one is halved for the signed conversion; its lowest bit is kept, for correct rounding.
     */
    private static double unsigned(long bits) {
        return bits >= 0 ? bits : 2.0 * ((bits >>> 1) | (bits & 1));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
