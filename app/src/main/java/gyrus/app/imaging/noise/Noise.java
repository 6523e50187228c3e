package gyrus.app.imaging.noise;

import gyrus.app.failure.UserError;
import gyrus.engine.random.RandomStream;
import java.util.Locale;

/**
 * The noise of denoise pre-training. It is static: a slice has the same noise in every epoch and in every network that is
 * compared, and noise independent of every other slice's.
 *
 * @param amount its strength, from 0 to 1 on images scaled to [0, 1]; the paper's "40 percent" is 0.4
 */
public record Noise(Kind kind, double amount, long seed) {

    /** The formula for a pixel x and an amount a; the result is clipped to [0, 1]. */
    public enum Kind {
        /** x + U(-a, a). */
        UNIFORM,
        /** x + U(-a/2, a/2): what GIMP calls linear noise. */
        GIMP,
        /** (1 - a) x + a U(0, 1). */
        BLEND,
        /** x + N(0, a), a being the standard deviation. */
        GAUSSIAN;

        /** Returns the name on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Noise {
        if (!(amount >= 0 && amount <= 1)) {
            throw new UserError("noise amount " + amount + ": choose a number from 0 to 1, such as 0.4");
        }
    }

    /**
     * Returns the noised copy of one slice.
     *
     * @param clean pixels in [0, 1]
     * @param scan the scan's name, such as {@code sub-01}
     * @param slice the slice's index in the scan
     */
    public float[] over(float[] clean, String scan, int slice) {
        return over(clean, RandomStream.of(seed, "noise/" + scan, slice));
    }

    /** Returns the noised copy of a slice, with the noise of a stream. */
    float[] over(float[] clean, RandomStream stream) {
        float[] noised = new float[clean.length];
        for (int pixel = 0; pixel < clean.length; pixel++) {
            double x = clean[pixel];
            double value = switch (kind) {
                case UNIFORM -> x + amount * (2 * stream.uniform(pixel) - 1);
                case GIMP -> x + amount * (stream.uniform(pixel) - 0.5);
                case BLEND -> (1 - amount) * x + amount * stream.uniform(pixel);
                case GAUSSIAN -> x + amount * stream.normal(pixel);
            };
            noised[pixel] = (float) Math.clamp(value, 0.0, 1.0);
        }
        return noised;
    }
}
