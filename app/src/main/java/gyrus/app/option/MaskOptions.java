package gyrus.app.option;

import gyrus.app.imaging.image.Foreground;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which brain masks are the truth, and what in them is foreground, for every command that learns from masks. */
public final class MaskOptions {

    @Option(names = "--derivatives", paramLabel = "NAME",
            description = "take the masks in DIR/derivatives/NAME; default: all but those that gyrus generated")
    private Optional<String> derivatives;

    @Option(names = "--mask-label", paramLabel = "N", split = ",",
            description = "foreground are a mask's voxels of these values")
    private List<Integer> labels = List.of();

    @Option(names = "--mask-threshold", paramLabel = "T",
            description = "foreground are a mask's voxels above T; default: masks hold 0 and 1, pictures black and one colour")
    private Optional<Double> threshold;

    /** Returns the folder of {@code --derivatives}. */
    public Optional<String> derivatives() {
        return derivatives;
    }

    /** Returns the rule that was asked for, if any. */
    public Optional<Foreground> foreground() {
        return Optional.of(Foreground.of(labels, threshold)).filter(rule -> !rule.equals(Foreground.BINARY));
    }

    /** Returns the options that were given, as changes of a configuration with the keys {@code derivatives}, {@code foreground}. */
    public List<String> changes() {
        List<String> changes = new ArrayList<>();
        derivatives.ifPresent(name -> changes.add("derivatives=" + name));
        foreground().ifPresent(rule -> changes.add("foreground=" + rule));
        return changes;
    }
}
