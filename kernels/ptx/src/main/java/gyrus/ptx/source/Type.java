package gyrus.ptx.source;

import gyrus.ptx.fault.Fault;
import gyrus.ptx.fault.FaultKind;
import java.util.Locale;

/** The types of PTX's registers and memory accesses. */
public enum Type {
    PRED(0, Kind.BITS),
    B8(1, Kind.BITS), U8(1, Kind.UNSIGNED), S8(1, Kind.SIGNED),
    B16(2, Kind.BITS), U16(2, Kind.UNSIGNED), S16(2, Kind.SIGNED), F16(2, Kind.FLOAT), BF16(2, Kind.FLOAT),
    B32(4, Kind.BITS), U32(4, Kind.UNSIGNED), S32(4, Kind.SIGNED), F32(4, Kind.FLOAT), TF32(4, Kind.FLOAT), BF16X2(4, Kind.FLOAT),
    F16X2(4, Kind.FLOAT),
    B64(8, Kind.BITS), U64(8, Kind.UNSIGNED), S64(8, Kind.SIGNED), F64(8, Kind.FLOAT);

    private enum Kind {
        BITS, UNSIGNED, SIGNED, FLOAT
    }

    private final int bytes;
    private final Kind kind;

    Type(int bytes, Kind kind) {
        this.bytes = bytes;
        this.kind = kind;
    }

    /** Returns the size in bytes; 0 for a predicate. */
    public int bytes() {
        return bytes;
    }

    /** Returns whether the type has 64 bits. */
    public boolean isWide() {
        return bytes == 8;
    }

    /** Returns whether the type is a floating-point type. */
    public boolean isFloat() {
        return kind == Kind.FLOAT;
    }

    /** Returns whether the type is a signed integer. */
    public boolean isSigned() {
        return kind == Kind.SIGNED;
    }

    /** Returns whether PTX has a type of this name, such as {@code f32}. */
    public static boolean exists(String name) {
        for (Type type : values()) {
            if (type.ptx().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the type of a name in PTX: {@code f32}. */
    public static Type of(String name) {
        if (!exists(name)) {
            throw new Fault(FaultKind.UNSUPPORTED, "the interpreter does not support type ." + name);
        }
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Returns the name in PTX, such as {@code f32}. */
    public String ptx() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the raw bits of a register as an integer of this type: truncated to its size, then sign-extended or zero-extended.
     */
    public long number(long bits) {
        int unused = 64 - 8 * bytes;
        return isSigned() ? bits << unused >> unused : bits << unused >>> unused;
    }
}
