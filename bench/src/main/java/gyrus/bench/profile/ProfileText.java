package gyrus.bench.profile;

import gyrus.bench.profile.StepProfile.Row;
import gyrus.bench.profile.StepProfile.Sum;
import gyrus.bench.result.Peaks;
import gyrus.bench.result.ResultText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A profile as lines for a terminal, and its problems as a file for {@code gyrus bench} and {@code gyrus tune}. */
public final class ProfileText {

    private static final String COLUMNS = "%-34s %9s %10s %7s %10s %9s %10s";
    private static final Peaks UNKNOWN = new Peaks(Double.NaN, Double.NaN);

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
                        peaks.gigaflops(), peaks.gigabytes(), profile.tensorBytes() >> 20, profile.objectBytes() * 1e-6)));
        lines.addAll(new Table("a step", profile.rows(), profile.seconds(), peaks).lines(longest));
        return lines;
    }

    /**
     * Returns the program, the ops, and the longest problems.
     *
     * @param peaks the limits of the device, if they are known
     * @param longest the number of problems to list
     */
    public static List<String> of(ProgramProfile profile, Optional<Peaks> peaks, int longest) {
        List<String> lines = new ArrayList<>(List.of(String.format(Locale.ROOT,
                "%s: %s from the first launch to the end of the last one, on %s", profile.program(),
                ResultText.seconds(profile.seconds()), String.join(", ", profile.devices()))));
        peaks.ifPresent(each -> lines.add(String.format(Locale.ROOT, "limits: %.0f GFLOP/s, %.1f GB/s", each.gigaflops(),
                each.gigabytes())));
        lines.addAll(new Table("in all", profile.rows(), profile.seconds(), peaks.orElse(UNKNOWN)).lines(longest));
        return lines;
    }

    /**
     * The table of ops, and the list of problems.
     *
     * @param span the name of the time span, such as {@code a step}
     * @param seconds the length of the time span
     */
    private record Table(String span, List<Row> rows, double seconds, Peaks peaks) {

        List<String> lines(int longest) {
            List<String> lines = new ArrayList<>(List.of("",
                    String.format(Locale.ROOT, COLUMNS, "op", "calls", span, "share", "GFLOP/s", "GB/s", "% of peak")));
            Sum.byOp(rows, peaks).forEach((op, sum) -> lines.add(line(op, sum)));
            double between = seconds - rows.stream().mapToDouble(Row::seconds).sum();
            lines.add(
                    String.format(Locale.ROOT, COLUMNS, "between the ops", "", ResultText.seconds(between), share(between), "", "",
                            ""));
            lines.add("");
            lines.add("the longest problems:");
            rows.stream().limit(longest).forEach(row -> lines.add(
                    line(row.op() + " " + row.variant(), Sum.of(List.of(row), peaks)) + "  '" + row.keys() + "'"));
            return lines;
        }

        private String line(String name, Sum sum) {
            return String.format(Locale.ROOT, COLUMNS, name, sum.calls(), ResultText.seconds(sum.seconds()), share(sum.seconds()),
                    ResultText.digits(sum.flops() / sum.seconds() * 1e-9), ResultText.digits(sum.bytes() / sum.seconds() * 1e-9),
                    Double.isNaN(sum.shareOfPeak()) ? "-" : String.format(Locale.ROOT, "%.0f %%", 100 * sum.shareOfPeak()));
        }

        private String share(double part) {
            return String.format(Locale.ROOT, "%.1f %%", 100 * part / seconds);
        }
    }

    /** Returns all problems of a step, the longest first: a line each with the op in front, and its calls as a comment. */
    public static List<String> problems(StepProfile profile) {
        return problems(profile.work() + ", " + profile.setting().network(), profile.rows(), "times a step");
    }

    /** Returns all problems of a program, the longest first: a line each with the op in front, and its calls as a comment. */
    public static List<String> problems(ProgramProfile profile) {
        return problems(profile.program(), profile.rows(), "times");
    }

    private static List<String> problems(String title, List<Row> rows, String times) {
        Map<String, Long> calls = new LinkedHashMap<>();
        rows.stream().filter(row -> !row.keys().isEmpty()).forEach(row -> calls.merge(row.keys(), row.calls(), Long::sum));
        List<String> lines = new ArrayList<>(List.of("# " + title));
        calls.forEach((keys, count) -> lines.add(keys + (count > 1 ? " # " + count + " " + times : "")));
        return lines;
    }
}
