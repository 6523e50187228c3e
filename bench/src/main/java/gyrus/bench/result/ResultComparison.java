package gyrus.bench.result;

import gyrus.bench.result.Comparison.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;

/** The comparison of two results of the lab, measurement by measurement. */
public final class ResultComparison {

    private final Map<String, Comparison> comparisons = new LinkedHashMap<>(); // by the measurement's name
    private final List<String> onlyBefore = new ArrayList<>();
    private final List<String> onlyAfter = new ArrayList<>();
    private final LabResult before;
    private final LabResult after;
    private int ofSingleProcesses;

    /** Compares the measurements that both results have and that were taken one after the other. */
    public ResultComparison(LabResult before, LabResult after) {
        this(before, after, Comparison::of);
    }

    /** Compares results that were measured by turns, iteration by iteration. */
    public static ResultComparison ofPairs(LabResult before, LabResult after) {
        return new ResultComparison(before, after, Comparison::ofPairs);
    }

    private ResultComparison(LabResult before, LabResult after, BiFunction<Times, Times, Comparison> compare) {
        this.before = before;
        this.after = after;
        Map<String, Measurement> earlier = new LinkedHashMap<>();
        before.measurements().forEach(each -> earlier.put(each.name(), each));
        for (Measurement each : after.measurements()) {
            Measurement old = earlier.remove(each.name());
            if (old == null) {
                onlyAfter.add(each.name());
            } else {
                comparisons.put(each.name(), compare.apply(old.times(), each.times()));
                if (old.cold().isPresent() && each.cold().isPresent()) {
                    comparisons.put(each.name() + ", cold", compare.apply(old.cold().get(), each.cold().get()));
                }
                ofSingleProcesses += old.times().seconds().size() == 1 || each.times().seconds().size() == 1 ? 1 : 0;
            }
        }
        onlyBefore.addAll(earlier.keySet());
    }

    /** Returns whether no measurement is in both results. */
    public boolean isEmpty() {
        return comparisons.isEmpty();
    }

    /** Returns the names of the measurements that became slower by more than a part of their time. */
    public List<String> slowerBy(double part) {
        return comparisons.entrySet().stream().filter(each -> each.getValue().isSlowerBy(part)).map(Map.Entry::getKey).toList();
    }

    /** Returns the two settings, a line with a verdict for each common measurement, and the count of each verdict. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(setting("before", before.setting()), setting("after", after.setting())));
        Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
        comparisons.forEach((name, comparison) -> {
            verdicts.merge(comparison.verdict(), 1, Integer::sum);
            lines.add(String.format(Locale.ROOT, "%-9s %10s -> %10s  %.3fx (95 %%: %.3f-%.3f)  %s", comparison.verdict(),
                    ResultText.seconds(comparison.before()), ResultText.seconds(comparison.after()), comparison.ratio(),
                    comparison.low(), comparison.high(), name));
        });
        onlyBefore.forEach(name -> lines.add("only before: " + name));
        onlyAfter.forEach(name -> lines.add("only after: " + name));
        lines.add(String.join(", ", verdicts.entrySet().stream().map(each -> each.getValue() + " " + each.getKey()).toList()));
        if (ofSingleProcesses > 0) {
            lines.add(ofSingleProcesses + " of them from a single process, which cannot show how starts of Java differ:"
                    + " repeat without --quick");
        }
        return lines;
    }

    private static String setting(String when, LabResult.Setting setting) {
        return String.format(Locale.ROOT, "%-7s %s; commit %s; %s; %s", when + ":", setting.started(), setting.commit(),
                setting.machine(), setting.command());
    }
}
