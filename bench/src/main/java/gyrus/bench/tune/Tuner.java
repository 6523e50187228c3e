package gyrus.bench.tune;

import gyrus.bench.measure.Case;
import gyrus.bench.measure.Check;
import gyrus.bench.measure.Stopwatch;
import gyrus.kernels.Catalog;
import gyrus.kernels.Kernel;
import gyrus.kernels.Op;
import gyrus.kernels.Support;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.Machine;
import gyrus.kernels.device.Selector;
import gyrus.kernels.device.Tuning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Measures, for each problem that several variants serve, which is the fastest of those that agree with the reference. */
public final class Tuner {

    /** A variant must be so much faster than the declared one to be preferred: less is the measurement's noise. */
    private static final double LEAST_GAIN = 1.03;

    /** Of a problem on which variants are checked before: a moment for the reference. */
    private static final double CHECKED_FLOPS = 2e7;

    /** One problem's choice, in seconds of one launch. */
    public record Choice(Case<?> problem, String declared, double declaredSeconds, String fastest, double fastestSeconds) {

        public boolean differs() {
            return !declared.equals(fastest);
        }
    }

    private Tuner() {}

    /**
     * The choices for all problems that leave one, among variants that agree with their references.
     *
     * @param log is told of others
     */
    public static List<Choice> measure(List<Case<?>> cases, Device device, Consumer<String> log) {
        List<Choice> choices = new ArrayList<>();
        Case.byOp(cases).forEach((op, group) -> measure(op, group, device, log, choices));
        return choices;
    }

    private static <S> void measure(Op<S> op, List<Case<?>> group, Device device, Consumer<String> log, List<Choice> choices) {
        @SuppressWarnings("unchecked") // cases were grouped by their op
        List<Case<S>> cases = group.stream().map(each -> (Case<S>) each).filter(each -> each.variants(device).size() > 1).toList();
        if (cases.isEmpty()) {
            return;
        }
        List<S> checked = op.cases().stream().filter(problem -> op.flops(problem) <= CHECKED_FLOPS).toList();
        Set<Kernel<S>> agreed = new Check<>(op, device).of(Catalog.kernels(op), checked,
                (kernel, why) -> log.accept(op.name() + " " + kernel.name() + ": not chosen, it " + why)).keySet();
        for (Case<S> each : cases) {
            List<Kernel<S>> kernels = agreed.stream()
                    .filter(kernel -> kernel.supports(each.problem(), device) instanceof Support.Yes).toList();
            if (kernels.size() > 1) {
                choices.add(measure(each, kernels, device));
            }
        }
    }

    private static <S> Choice measure(Case<S> each, List<Kernel<S>> kernels, Device device) {
        Kernel<S> declared = Selector.declared().choose(each.op(), each.problem(), device);
        double[] seconds = Stopwatch.seconds(each.op(), each.problem(), kernels, device);
        int first = Math.max(0, kernels.stream().map(Kernel::name).toList().indexOf(declared.name())); // which may be wrong itself
        int best = first;
        for (int i = 0; i < seconds.length; i++) {
            if (seconds[i] < seconds[best] && seconds[i] * LEAST_GAIN < seconds[first]) {
                best = i;
            }
        }
        return new Choice(each, kernels.get(first).name(), seconds[first], kernels.get(best).name(), seconds[best]);
    }

    /** What the tuned device will go by. */
    public static Tuning tuning(List<Choice> choices, Machine machine) {
        Map<Tuning.Key, String> variants = new LinkedHashMap<>();
        for (Choice choice : choices) {
            variants.put(new Tuning.Key(choice.problem().op().name(), choice.problem().problem().toString()), choice.fastest());
        }
        return new Tuning(machine, variants);
    }
}
