package gyrus.kernels;

/**
 * One operand of an op.
 *
 * @param name as in the op's formula: {@code x}, {@code w}, {@code dy}
 * @param values what the agreement test fills it with
 */
public record Port(String name, Access access, Extent extent, Values values) {

    /** The use of an operand by an op: read, overwritten, or read and written. */
    public enum Access {
        READ, WRITE, UPDATE
    }

    /** Ranges of test values that make sense for an operand. */
    public enum Values {
        /** Standard normal. */
        NORMAL,
        /** Standard normal with negative values set to zero, as after a ReLU. */
        RECTIFIED,
        /** Uniform in [0.1, 1): divisors, variances. */
        POSITIVE,
        /** Uniform in [0.4, 0.6): rates, which then enlarge no other operand's rounding errors. */
        NEAR_HALF,
        /** Zero or one. */
        BINARY,
        /** Whole numbers from 0 to 6. */
        INDICES
    }

    /** Returns an operand that the op reads. */
    public static Port read(String name, Extent extent) {
        return new Port(name, Access.READ, extent, Values.NORMAL);
    }

    /** Returns an operand that the op overwrites without reading it. */
    public static Port write(String name, Extent extent) {
        return new Port(name, Access.WRITE, extent, Values.NORMAL);
    }

    /** Returns an operand that the op reads and changes. */
    public static Port update(String name, Extent extent) {
        return new Port(name, Access.UPDATE, extent, Values.NORMAL);
    }

    /** Returns an operand that the op adds to if {@code accumulate} is set, and overwrites otherwise. */
    public static Port writeOrAdd(String name, Extent extent, boolean accumulate) {
        return accumulate ? update(name, extent) : write(name, extent);
    }

    /** Returns this operand with another range of test values. */
    public Port with(Values values) {
        return new Port(name, access, extent, values);
    }
}
