package gyrus.bench.profile;

import gyrus.bench.profile.StepProfile.Sum;
import gyrus.bench.result.Peaks;
import gyrus.bench.result.ResultText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A profile as lines for a terminal, and its problems as a file for {@code gyrus bench --problems}. */
public final class ProfileText {

    private static final String COLUMNS = "%-34s %9s %10s %7s %10s %9s %10s";

    private ProfileText() {}

    /**
     * Returns the step, the ops, and the longest problems.
     *
     * @param longest how many problems are listed
     */
    public static List<String> of(StepProfile profile, int longest) {
        Peaks peaks = profile.setting().peaks();
        List<String> lines = new ArrayList<>(List.of(
                String.format(Locale.ROOT, "%s, %s; %s on %s", profile.work(), profile.setting().network(),
                        ResultText.seconds(profile.seconds()), profile.device()),
                String.format(Locale.ROOT,
                        "limits: %.0f GFLOP/s, %.1f GB/s; tensors: at most %d MiB at once; Java objects: %.1f MB a step",
                        peaks.gigaflops(), peaks.gigabytes(), profile.tensorBytes() >> 20, profile.objectBytes() * 1e-6),
                "",
                String.format(Locale.ROOT, COLUMNS, "op", "calls", "a step", "share", "GFLOP/s", "GB/s", "% of peak")));
        profile.ops().forEach((op, sum) -> lines.add(line(op, sum, profile)));
        lines.add(String.format(Locale.ROOT, COLUMNS, "between the ops", "", ResultText.seconds(profile.secondsBetweenOps()),
                share(profile.secondsBetweenOps(), profile), "", "", ""));
        lines.add("");
        lines.add("the longest problems:");
        profile.rows().stream().limit(longest).forEach(
                row -> lines.add(line(row.op() + " " + row.variant(), profile.sum(row), profile) + "  '" + row.keys() + "'"));
        return lines;
    }

    private static String line(String name, Sum sum, StepProfile profile) {
        return String.format(Locale.ROOT, COLUMNS, name, sum.calls(), ResultText.seconds(sum.seconds()),
                share(sum.seconds(), profile), ResultText.digits(sum.flops() / sum.seconds() * 1e-9),
                ResultText.digits(sum.bytes() / sum.seconds() * 1e-9),
                String.format(Locale.ROOT, "%.0f %%", 100 * sum.shareOfPeak()));
    }

    private static String share(double seconds, StepProfile profile) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * seconds / profile.seconds());
    }

    /** Returns all problems, the longest first: a line each with the op in front, and the calls of a step as a comment. */
    public static List<String> problems(StepProfile profile) {
        Map<String, Long> calls = new LinkedHashMap<>();
        profile.rows().forEach(row -> calls.merge(row.keys(), row.calls(), Long::sum));
        List<String> lines = new ArrayList<>(List.of("# " + profile.work() + ", " + profile.setting().network()));
        calls.forEach((keys, count) -> lines.add(keys + (count > 1 ? " # " + count + " times a step" : "")));
        return lines;
    }
}
