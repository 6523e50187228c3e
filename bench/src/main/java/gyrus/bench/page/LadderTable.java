package gyrus.bench.page;

import gyrus.bench.result.LabResult;
import gyrus.bench.result.Measurement;
import gyrus.bench.result.Peaks;
import gyrus.bench.result.ResultText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A result of the lab as Markdown tables: the best variants of Gyrus beside the vendor's, then a table for each problem, from slow
 * to fast.
 */
public final class LadderTable {

    private static final Set<String> VENDOR = Set.of("Cudnn", "Cublas");

    private LadderTable() {}

    /** Returns the lines of the tables. */
    public static List<String> of(LabResult result) {
        LabResult.Setting setting = result.setting();
        Peaks peaks = setting.peaks();
        List<String> lines = new ArrayList<>(List.of(
                setting.machine() + "; " + setting.java() + "; commit " + setting.commit() + "; " + setting.started() + "; `"
                        + setting.command() + "`",
                "",
                String.format(Locale.ROOT, "Limits, measured in the same run: %s GFLOP/s, %s GB/s%s.",
                        ResultText.digits(peaks.gigaflops()), ResultText.digits(peaks.gigabytes()),
                        peaks.caches().stream().map(cache -> String.format(Locale.ROOT, ", %s %s GB/s", cache.name(),
                                ResultText.digits(cache.gigabytes()))).collect(Collectors.joining()))));
        lines.addAll(besideTheVendor(result));
        result.byProblem().values().forEach(group -> lines.addAll(problem(group, peaks)));
        result.refusals().forEach(refusal -> lines
                .addAll(List.of("", "Not timed: " + refusal.op() + " " + refusal.variant() + ", it " + refusal.why())));
        return lines;
    }

    /** Returns a line for each problem that the vendor's library computes, with the best variant of Gyrus beside it. */
    private static List<String> besideTheVendor(LabResult result) {
        List<String> lines = new ArrayList<>();
        for (List<Measurement> group : result.byProblem().values()) {
            Optional<Measurement> vendor = vendor(group);
            Optional<Measurement> ours = group.stream().filter(each -> !VENDOR.contains(each.variant()))
                    .min(Comparator.comparingDouble(each -> each.times().median()));
            if (vendor.isPresent() && ours.isPresent()) {
                lines.add(String.format(Locale.ROOT,
                        "| %s | `%s` | %d | %s | %s | %s | %s | %.0f |", ours.get().op(), ours.get().problem(),
                        ours.get().calls(), ours.get().variant(), ResultText.seconds(ours.get().times().median()),
                        ResultText.digits(ours.get().gigaflops() * 1e-3), ResultText.seconds(vendor.get().times().median()),
                        100 * vendor.get().times().median() / ours.get().times().median()));
            }
        }
        if (!lines.isEmpty()) {
            lines.addAll(0, List.of("", "| op | problem | times a step | our best | time | TFLOP/s | vendor's | % of vendor's |",
                    "|---|---|---|---|---|---|---|---|"));
        }
        return lines;
    }

    private static Optional<Measurement> vendor(List<Measurement> group) {
        return group.stream().filter(each -> VENDOR.contains(each.variant())).findFirst();
    }

    private static List<String> problem(List<Measurement> group, Peaks peaks) {
        Measurement any = group.getFirst();
        Optional<Measurement> vendor = vendor(group);
        boolean cold = group.stream().anyMatch(each -> each.cold().isPresent());
        List<String> lines = new ArrayList<>(List.of("",
                "**" + any.op() + "** `" + any.problem() + "`" + (any.calls() > 0 ? ", " + any.calls() + " times a step" : ""), "",
                "| variant | time | p10-p90 | TFLOP/s | GB/s | % of peak |" + (vendor.isPresent() ? " % of vendor's |" : "")
                        + (cold ? " cold |" : ""),
                "|---|---|---|---|---|---|" + (vendor.isPresent() ? "---|" : "") + (cold ? "---|" : "")));
        group.stream().sorted(Comparator.comparingDouble(each -> -each.times().median())).forEach(each -> lines.add(
                String.format(Locale.ROOT,
                        "| %s | %s | %s-%s | %s | %s | %.0f |%s%s", each.variant(), ResultText.seconds(each.times().median()),
                        ResultText.seconds(each.times().quantile(0.1)), ResultText.seconds(each.times().quantile(0.9)),
                        ResultText.digits(each.gigaflops() * 1e-3), ResultText.digits(each.gigabytes()),
                        100 * each.shareOfPeak(peaks),
                        vendor.map(its -> String.format(Locale.ROOT,
                                " %.0f |", 100 * its.times().median() / each.times().median())).orElse(""),
                        each.cold().map(its -> " " + ResultText.seconds(its.median()) + " |").orElse(""))));
        return lines;
    }
}
