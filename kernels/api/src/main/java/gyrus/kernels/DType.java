package gyrus.kernels;

/** The number format of a tensor's elements. */
public enum DType {
    FLOAT32(4, 0x1p-24),
    FLOAT64(8, 0x1p-53);

    private final int bytes;
    private final double roundoff;

    DType(int bytes, double roundoff) {
        this.bytes = bytes;
        this.roundoff = roundoff;
    }

    /** Returns the size of one element in bytes. */
    public int bytes() {
        return bytes;
    }

    /** Returns the unit roundoff: the largest relative error of one rounding to nearest. */
    public double roundoff() {
        return roundoff;
    }
}
