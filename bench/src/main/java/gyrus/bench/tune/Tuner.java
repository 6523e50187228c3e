package gyrus.bench.tune;

import gyrus.bench.measure.Case;
import gyrus.bench.measure.Check;
import gyrus.bench.measure.Stopwatch;
import gyrus.bench.result.Measurement;
import gyrus.bench.result.Times;
import gyrus.kernels.Op;
import gyrus.kernels.device.Catalog;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.Kernel;
import gyrus.kernels.device.Machine;
import gyrus.kernels.device.Selector;
import gyrus.kernels.device.Tuning;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Measures the fastest variant for each problem that several variants compute, among those that agree with the reference. */
public final class Tuner {

    /** The smallest speed-up over the declared variant at which another one is preferred; less is noise. */
    private static final double LEAST_GAIN = 1.03;

    /** The limit of a problem's operations for checking variants on it before timing, which the reference computes in a moment. */
    private static final double CHECKED_FLOPS = 2e7;

    /**
     * The choice for one problem.
     *
     * @param problem the problem
     * @param declared the name of the declared variant
     * @param fastest the name of the chosen variant
     * @param times the times of each variant
     */
    public record Choice(Case<?> problem, String declared, String fastest, Map<String, Times> times) {

        /** Returns whether another variant than the declared one is chosen. */
        public boolean differs() {
            return !declared.equals(fastest);
        }

        /** Returns the median time of the declared variant. */
        public double declaredSeconds() {
            return times.get(declared).median();
        }

        /** Returns the median time of the chosen variant. */
        public double fastestSeconds() {
            return times.get(fastest).median();
        }

        /** Returns the times as measurements, without errors: all variants agreed on smaller problems. */
        public List<Measurement> measurements() {
            return times.entrySet().stream().map(each -> new Measurement(problem.op().name(), problem.problem().toString(),
                    each.getKey(), problem.calls(), problem.flops(), problem.bytes(), Double.NaN, Double.NaN, each.getValue()))
                    .toList();
        }
    }

    private final Consumer<String> log;
    private final Map<Op<?>, Set<String>> agreed = new HashMap<>(); // the names of each op's variants that agreed

    /**
     * Creates a tuner.
     *
     * @param log receives each variant that disagrees with its reference, once
     */
    public Tuner(Consumer<String> log) {
        this.log = log;
    }

    /** Returns the choices for all problems that several variants compute. The device is of one kind in all calls. */
    public List<Choice> measure(List<Case<?>> cases, Device device) {
        List<Choice> choices = new ArrayList<>();
        for (Case<?> each : cases) {
            measure(each, device).ifPresent(choices::add);
        }
        return choices;
    }

    private <S> Optional<Choice> measure(Case<S> each, Device device) {
        List<Kernel<S>> variants = each.variants(device);
        if (variants.size() < 2) {
            return Optional.empty();
        }
        Set<String> names = agreed.computeIfAbsent(each.op(), op -> agreed(each.op(), device));
        List<Kernel<S>> kernels = variants.stream().filter(kernel -> names.contains(kernel.name())).toList();
        return kernels.size() < 2 ? Optional.empty() : Optional.of(measure(each, kernels, device));
    }

    private <S> Set<String> agreed(Op<S> op, Device device) {
        List<S> checked = op.cases().stream().filter(problem -> op.flops(problem) <= CHECKED_FLOPS).toList();
        return new Check<>(op, device).of(Catalog.kernels(op), checked,
                (kernel, why) -> log.accept(op.name() + " " + kernel.name() + ": not chosen, it " + why)).keySet().stream()
                .map(Kernel::name).collect(Collectors.toSet());
    }

    private static <S> Choice measure(Case<S> each, List<Kernel<S>> kernels, Device device) {
        Kernel<S> declared = Selector.declared().choose(each.op(), each.problem(), device);
        List<Times> raced = Stopwatch.race(each.op(), each.problem(), kernels, device);
        Map<String, Times> times = new LinkedHashMap<>();
        for (int i = 0; i < raced.size(); i++) {
            times.put(kernels.get(i).name(), raced.get(i));
        }
        String first = times.containsKey(declared.name()) ? declared.name() : kernels.getFirst().name(); // it may have disagreed
        String best = times.keySet().stream().min(Comparator.comparingDouble(name -> times.get(name).median())).orElseThrow();
        boolean gains = times.get(best).median() * LEAST_GAIN < times.get(first).median();
        return new Choice(each, first, gains ? best : first, times);
    }

    /** Returns the tuning that a tuned device follows. */
    public static Tuning tuning(List<Choice> choices, Machine machine) {
        Map<Tuning.Key, String> variants = new LinkedHashMap<>();
        for (Choice choice : choices) {
            variants.put(new Tuning.Key(choice.problem().op().name(), choice.problem().problem().toString()), choice.fastest());
        }
        return new Tuning(machine, variants);
    }
}
