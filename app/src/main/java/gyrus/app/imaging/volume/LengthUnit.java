package gyrus.app.imaging.volume;

/** The spatial units of a NIfTI header, the lowest three bits of {@code xyzt_units}. */
public enum LengthUnit {
    /** Code 0. Most programs write it when they mean millimetres, so it is taken for them. */
    UNKNOWN,
    /** Code 1. */
    METRE,
    /** Code 2. */
    MILLIMETRE,
    /** Code 3. */
    MICROMETRE,
    /** Codes 4 to 7, which are no unit of length. */
    INVALID;

    private static final int SPATIAL_BITS = 7;

    /** Returns the spatial unit in a header's {@code xyzt_units}. */
    static LengthUnit of(int xyztUnits) {
        return values()[Math.min(xyztUnits & SPATIAL_BITS, INVALID.ordinal())];
    }

    /** Returns a length of this unit in millimetres; an unknown or invalid unit leaves it as it is. */
    double millimetres(double length) {
        return switch (this) {
            case METRE -> length * 1000;
            case MICROMETRE -> length / 1000; // 700 / 1000 is rounded once, 700 * 0.001 twice
            case UNKNOWN, MILLIMETRE, INVALID -> length;
        };
    }
}
