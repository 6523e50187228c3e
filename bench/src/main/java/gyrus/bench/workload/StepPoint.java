package gyrus.bench.workload;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A network and a number of threads, for which a whole step is timed. */
public record StepPoint(NetworkShape network, int threads) {

    private static final Pattern TEXT = Pattern.compile("width (\\d+), (\\d+)x\\d+, batch (\\d+), threads (\\d+)");

    /** Returns the point that {@link #toString} wrote; empty for the text of another problem. */
    public static Optional<StepPoint> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new StepPoint(
                        new NetworkShape(number(matcher, 1), number(matcher, 2), number(matcher, 3)), number(matcher, 4)))
                : Optional.empty();
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    @Override
    public String toString() {
        return network + ", threads " + threads;
    }
}
