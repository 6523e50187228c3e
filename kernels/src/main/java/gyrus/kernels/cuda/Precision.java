package gyrus.kernels.cuda;

import java.util.Locale;

/** What products of matrices are computed in on a GPU; tensors are float32 and sums are float32 in each. */
public enum Precision {
    FLOAT32(0x1p-24, 75),
    /** Factors rounded to 10 bits behind the point, for tensor cores. */
    TF32(0x1p-11, 80);

    private final double roundoff;
    private final int minCapability;

    Precision(double roundoff, int minCapability) {
        this.roundoff = roundoff;
        this.minCapability = minCapability;
    }

    /** Unit roundoff of a factor. */
    public double roundoff() {
        return roundoff;
    }

    /** Ten times the least compute capability that has it: 80 for 8.0. */
    public int minCapability() {
        return minCapability;
    }

    /** {@code tf32}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
