package gyrus.bench.result;

import gyrus.bench.result.LabResult.Refusal;
import gyrus.bench.result.LabResult.Setting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Results as lines for a terminal. */
public final class ResultText {

    private ResultText() {}

    /** Returns the machine and its limits, then every problem with its variants, the fastest first. */
    public static List<String> of(LabResult result) {
        List<String> lines = new ArrayList<>(setting(result.setting()));
        Peaks peaks = result.setting().peaks();
        for (List<Measurement> group : result.byProblem().values()) {
            List<Measurement> sorted = group.stream().sorted(Comparator.comparingDouble(each -> each.times().median())).toList();
            Measurement best = sorted.getFirst();
            lines.add("");
            lines.add(best.op() + "  " + best.problem() + (best.calls() > 1 ? "  (" + best.calls() + " times a step)" : ""));
            sorted.forEach(each -> lines.add("  " + line(each, best, peaks)));
        }
        for (Refusal refusal : result.refusals()) {
            lines.add("");
            lines.add(refusal.op() + " " + refusal.variant() + ": not timed, it " + refusal.why());
        }
        return lines;
    }

    /** Returns a line about a result among others: its start, commit, load, size and command. */
    public static String setting(LabResult result) {
        Setting setting = result.setting();
        return String.format(Locale.ROOT, "%s  commit %s  load %.1f  %d measurements  %s", setting.started(), setting.commit(),
                setting.load(), result.measurements().size(), setting.command());
    }

    private static List<String> setting(Setting setting) {
        List<String> lines = new ArrayList<>(List.of(
                setting.machine() + ", " + setting.java() + ", commit " + setting.commit() + ", " + setting.started(),
                String.format(Locale.ROOT,
                        "limits: %.0f GFLOP/s (fused multiply-add), %.1f GB/s (triad); %% of peak is of the nearer limit",
                        setting.peaks().gigaflops(), setting.peaks().gigabytes())));
        if (setting.isDisturbed()) {
            lines.add(String.format(Locale.ROOT,
                    "the machine was not idle, its load was %.1f: figures are too low, and spread", setting.load()));
        }
        return lines;
    }

    private static String line(Measurement each, Measurement best, Peaks peaks) {
        Times times = each.times();
        String disturbed = times.conditions().text();
        return String.format(Locale.ROOT,
                "%-14s %10s  (p10-p90 %s-%s) %9s GFLOP/s %8s GB/s %5.0f %% of peak %5.0f %% of best%s%s%s%s%s%s",
                each.variant(), seconds(times.median()), seconds(times.quantile(0.1)), seconds(times.quantile(0.9)),
                digits(each.gigaflops()), digits(each.gigabytes()), 100 * each.shareOfPeak(peaks),
                100 * best.times().median() / times.median(),
                Double.isFinite(each.worstError()) ? String.format(Locale.ROOT, "   error %.3f of bound", each.worstError()) : "",
                Double.isFinite(each.relativeError()) ? String.format(Locale.ROOT,
                        ", %.1e of the results", each.relativeError()) : "",
                times.allocatedBytes() >= 1000 ? String.format(Locale.ROOT,
                        "   allocates %.0f bytes", times.allocatedBytes()) : "",
                each.cold().map(cold -> String.format(Locale.ROOT, "   cold %s (%.2fx)", seconds(cold.median()),
                        cold.median() / times.median())).orElse(""),
                each.counts().map(counts -> "   " + counts.text()).orElse(""),
                disturbed.isEmpty() ? "" : "   " + disturbed);
    }

    /** Returns a duration with three digits and a unit, such as {@code 12.3 ms}. */
    public static String seconds(double seconds) {
        if (seconds >= 1) {
            return digits(seconds) + " s";
        }
        if (seconds >= 1e-3) {
            return digits(seconds * 1e3) + " ms";
        }
        return seconds >= 1e-6 ? digits(seconds * 1e6) + " us" : digits(seconds * 1e9) + " ns";
    }

    /** Returns a number with three digits, or with all digits before the point. */
    public static String digits(double value) {
        int decimals = value >= 100 || value == 0 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
