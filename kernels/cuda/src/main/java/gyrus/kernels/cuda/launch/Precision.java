package gyrus.kernels.cuda.launch;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The number format of the factors of matrix products on a GPU; tensors and sums are float32 in each. */
public enum Precision {
    FLOAT32(0, 75),
    /** Factors rounded to 10 bits after the binary point, for tensor cores. */
    TF32(0x1p-11, 80),
    /** Factors rounded to 7 bits after the binary point, for tensor cores: half the bytes and twice the products of TF32. */
    BF16(0x1p-8, 80);

    private final double factorRoundoff;
    private final int minCapability;

    Precision(double factorRoundoff, int minCapability) {
        this.factorRoundoff = factorRoundoff;
        this.minCapability = minCapability;
    }

    /** Returns the precision of a name that {@link #text} returns; device names contain it. */
    public static Optional<Precision> named(String text) {
        return Arrays.stream(values()).filter(precision -> precision.text().equals(text)).findFirst();
    }

    /** Returns the unit roundoff of the format that factors are rounded to, or 0 if they are not rounded. */
    public double factorRoundoff() {
        return factorRoundoff;
    }

    /** Returns ten times the lowest compute capability that supports it: 80 for 8.0. */
    public int minCapability() {
        return minCapability;
    }

    /** Returns the name in device names: {@code tf32}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
