package gyrus.kernels.cuda;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What products of matrices are computed in on a GPU; tensors are float32 and sums are float32 in each. */
public enum Precision {
    FLOAT32(0x1p-24, 75),
    /** Factors rounded to 10 bits behind the point, for tensor cores. */
    TF32(0x1p-11, 80),
    /** Factors rounded to 7 bits behind the point, for tensor cores: half as many bytes, twice as many products. */
    BF16(0x1p-8, 80);

    private final double roundoff;
    private final int minCapability;

    Precision(double roundoff, int minCapability) {
        this.roundoff = roundoff;
        this.minCapability = minCapability;
    }

    /** By its name in a device's, as {@link #text} gives it. */
    public static Optional<Precision> named(String text) {
        return Arrays.stream(values()).filter(precision -> precision.text().equals(text)).findFirst();
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
