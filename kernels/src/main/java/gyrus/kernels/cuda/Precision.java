package gyrus.kernels.cuda;

import java.util.Locale;

/** What products of matrices are computed in on a GPU; tensors are float32 and sums are float32 in each. */
public enum Precision {
    FLOAT32(0x1p-24),
    /** Factors rounded to 10 bits behind the point, for tensor cores. */
    TF32(0x1p-11);

    private final double roundoff;

    Precision(double roundoff) {
        this.roundoff = roundoff;
    }

    /** Unit roundoff of a factor. */
    public double roundoff() {
        return roundoff;
    }

    /** {@code tf32}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
