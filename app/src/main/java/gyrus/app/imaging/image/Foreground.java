package gyrus.app.imaging.image;

import gyrus.app.failure.UsageError;
import gyrus.app.failure.UserError;
import gyrus.app.file.Decimal;
import gyrus.app.imaging.volume.Geometry;
import gyrus.app.imaging.volume.Volume;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The rule by which the values of a mask file are foreground or background. Its text is a value of configurations. */
public sealed interface Foreground {

    /** The part of an image that an object fills at most; an ellipsoid fills 0.52 of the box around it. */
    double MOST = 0.6;

    /** The rule for files that are masks already. */
    Foreground BINARY = new Binary();

    /** A scan's mask holds 0 and 1; a picture is black and one other colour. Everything else is refused. */
    record Binary() implements Foreground {
        @Override
        public String toString() {
            return "binary";
        }
    }

    /** Foreground are the voxels that have one of these values. */
    record Labels(List<Integer> values) implements Foreground {
        public Labels {
            values = values.stream().distinct().sorted().toList();
            if (values.isEmpty() || values.contains(0)) {
                throw new UserError("foreground = label " + list(values) + ": must be labels other than 0, the background");
            }
        }

        @Override
        public String toString() {
            return "label " + list(values);
        }

        private static String list(List<Integer> values) {
            return values.stream().map(String::valueOf).collect(Collectors.joining(","));
        }
    }

    /** Foreground are the voxels above a threshold. */
    record Above(double threshold) implements Foreground {
        public Above {
            if (!Float.isFinite((float) threshold)) {
                throw new UserError("foreground = above " + threshold + ": must be a finite number");
            }
        }

        @Override
        public String toString() {
            return "above " + threshold;
        }
    }

    /** Reads a rule's text: {@code binary}, {@code label N,...} or {@code above T}. */
    static Foreground parse(String text) {
        if (text.equals("binary")) {
            return BINARY;
        }
        if (text.startsWith("label ")) {
            return new Labels(Arrays.stream(text.substring("label ".length()).split(",", -1))
                    .map(label -> label(label.strip()).orElseThrow(() -> unknown(text))).toList());
        }
        if (text.startsWith("above ")) {
            return new Above(Decimal.number(text.substring("above ".length())).orElseThrow(() -> unknown(text)));
        }
        throw unknown(text);
    }

    private static Optional<Integer> label(String text) {
        return Decimal.whole(text).filter(value -> value.bitLength() < Integer.SIZE).map(BigInteger::intValue);
    }

    /**
     * Returns the rule that a command's options ask for, {@link #BINARY} where they are not given.
     *
     * @throws UsageError if both are given, or a value that is none
     */
    static Foreground of(List<Integer> labels, Optional<Double> threshold) {
        if (!labels.isEmpty() && threshold.isPresent()) {
            throw new UsageError("--mask-label and --mask-threshold: each says what is foreground, leave one of them out");
        }
        if (labels.contains(0)) {
            throw new UsageError("--mask-label 0: must be labels other than 0, the background");
        }
        threshold.filter(value -> !Float.isFinite(value.floatValue())).ifPresent(value -> {
            throw new UsageError("--mask-threshold " + value + ": must be a finite number");
        });
        return threshold.<Foreground>map(Above::new).orElseGet(() -> labels.isEmpty() ? BINARY : new Labels(labels));
    }

    private static UserError unknown(String text) {
        return new UserError("foreground = " + text + ": must be binary, label N,... with whole numbers, or above T with a number");
    }

    /** Returns whether a value is foreground. */
    default boolean contains(double value) {
        return switch (this) {
            case Binary binary -> value != 0;
            case Labels labels -> labels.values().stream().anyMatch(label -> label == value);
            case Above above -> (float) value > (float) above.threshold();
        };
    }

    /**
     * Makes 0 and 1 of a mask's values, in place.
     *
     * @param file where the mask was read, for messages
     * @throws UserError if the rule does not fit the values
     */
    default void apply(Path file, Volume mask) {
        float[] voxels = mask.voxels();
        if (this instanceof Binary) {
            requireBinary(file, voxels);
        }
        boolean cuts = !(this instanceof Above above) || above.threshold() >= 0; // below 0, one that cuts nothing off is a mistake
        for (int i = 0; i < voxels.length; i++) {
            requireNumber(file, mask.geometry(), i, voxels[i]);
            voxels[i] = contains(voxels[i]) ? 1 : 0;
            cuts |= voxels[i] == 0;
        }
        if (!cuts) {
            throw new UserError(
                    file + ": all voxels are " + this + ", so nothing would be background; choose another threshold");
        }
    }

    /**
     * Returns a reason to doubt a mask, if there is one: no object fills so much of an image, but its background does.
     *
     * @param share the part of the image that is foreground
     */
    static Optional<String> doubt(double share) {
        return share <= MOST ? Optional.empty() : Optional.of(String.format(Locale.ROOT,
                "%.0f %% of the mask is foreground: is it inverted? The object must be white or 1, what is around it black or 0",
                100 * share));
    }

    /** Returns a reason to doubt a mask of zeros and ones, if there is one. */
    static Optional<String> doubt(Volume mask) {
        float[] voxels = mask.voxels();
        long count = 0;
        for (float voxel : voxels) {
            count += voxel > 0 ? 1 : 0;
        }
        return doubt((double) count / voxels.length);
    }

    /** Refuses NaN as the value of a mask's voxel. */
    static void requireNumber(Path file, Geometry geometry, long voxel, double value) {
        if (Double.isNaN(value)) {
            throw new UserError(file + ": voxel " + geometry.position(voxel) + " is NaN, neither foreground nor background");
        }
    }

    /** Checks that a picture is black and one other colour, and that a scan's mask is 0 and 1. */
    private static void requireBinary(Path file, float[] voxels) {
        boolean picture = PngFile.isPng(file);
        Optional<Float> white = Optional.empty();
        for (float value : voxels) {
            if (value != 0 && picture && white.isEmpty()) {
                white = Optional.of(value);
            }
            if (value != 0 && value != white.orElse(1f)) {
                throw new UserError(file + ": " + (picture ? "a mask is black and one other colour" : "a mask holds 0 and 1 only")
                        + "; this file holds " + values(voxels) + "; --mask-threshold T takes the voxels above T,"
                        + " --mask-label N,... those of these values");
            }
        }
    }

    /** Describes the values of a mask, for people. */
    static String values(float[] voxels) {
        int few = 6;
        int most = 1000;
        Set<Float> values = new TreeSet<>();
        for (int i = 0; i < voxels.length && values.size() < most; i++) {
            values.add(voxels[i] + 0f); // one zero, not two
        }
        String some = values.stream().limit(few).map(Foreground::plain).collect(Collectors.joining(", "));
        return values.size() <= few ? some
                : (values.size() < most ? "" : "at least ") + values.size() + " different values, " + some + ", ...";
    }

    private static String plain(float value) {
        return value == Math.rint(value) && Math.abs(value) < 1e7 ? String.valueOf((int) value) : String.valueOf(value);
    }
}
