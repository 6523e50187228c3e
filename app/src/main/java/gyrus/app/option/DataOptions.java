package gyrus.app.option;

import gyrus.app.failure.UsageError;
import gyrus.app.imaging.bids.Suffix;
import gyrus.app.imaging.image.Foreground;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * The options that say which images of a BIDS folder are used, which brain masks are the truth, and what in them is foreground, for
 * every command that learns from scans.
 */
public final class DataOptions {

    @Option(names = "--suffix", paramLabel = "NAME",
            description = "use the images of this BIDS suffix, such as T1w; default: the only one in the folder")
    private Optional<String> suffix;

    @Option(names = "--derivatives", paramLabel = "NAME",
            description = "take the masks in DIR/derivatives/NAME; default: all but those that gyrus generated")
    private Optional<String> derivatives;

    @Option(names = "--mask-label", paramLabel = "N", split = ",",
            description = "foreground are a mask's voxels of these values")
    private List<Integer> labels = List.of();

    @Option(names = "--mask-threshold", paramLabel = "T",
            description = "foreground are a mask's voxels above T; default: masks hold 0 and 1, pictures black and one colour")
    private Optional<Double> threshold;

    /** Returns the suffix of {@code --suffix}. */
    public Optional<String> suffix() {
        requireSuffix(suffix);
        return suffix;
    }

    /** Throws if the value of an option {@code --suffix} cannot be a suffix. */
    public static void requireSuffix(Optional<String> suffix) {
        suffix.filter(name -> !Suffix.isName(name)).ifPresent(name -> {
            throw new UsageError("--suffix " + name + ": must be " + Suffix.RULE);
        });
    }

    /** Returns the folder of {@code --derivatives}. */
    public Optional<String> derivatives() {
        return derivatives;
    }

    /** Returns the rule that was asked for, if any. */
    public Optional<Foreground> foreground() {
        return Optional.of(Foreground.of(labels, threshold)).filter(rule -> !rule.equals(Foreground.BINARY));
    }

    /**
     * Returns the options that were given, as changes of a configuration with the keys {@code suffix}, {@code derivatives} and
     * {@code foreground}.
     */
    public List<String> changes() {
        List<String> changes = new ArrayList<>();
        suffix().ifPresent(name -> changes.add("suffix=" + name));
        derivatives.ifPresent(name -> changes.add("derivatives=" + name));
        foreground().ifPresent(rule -> changes.add("foreground=" + rule));
        return changes;
    }
}
