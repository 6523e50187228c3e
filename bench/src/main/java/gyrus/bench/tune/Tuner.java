package gyrus.bench.tune;

import gyrus.bench.measure.Case;
import gyrus.bench.measure.Stopwatch;
import gyrus.kernels.Kernel;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.Machine;
import gyrus.kernels.device.Selector;
import gyrus.kernels.device.Tuning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures, for each problem that several variants serve, which is the fastest. */
public final class Tuner {

    /** A variant must be so much faster than the declared one to be preferred: less is the measurement's noise. */
    private static final double LEAST_GAIN = 1.03;

    /** One problem's choice, in seconds of one launch. */
    public record Choice(Case<?> problem, String declared, double declaredSeconds, String fastest, double fastestSeconds) {

        public boolean differs() {
            return !declared.equals(fastest);
        }
    }

    private Tuner() {}

    /** The choices for all problems that leave one. */
    public static List<Choice> measure(List<Case<?>> cases, Device device) {
        List<Choice> choices = new ArrayList<>();
        for (Case<?> each : cases) {
            if (each.variants(device).size() > 1) {
                choices.add(measure(each, device));
            }
        }
        return choices;
    }

    private static <S> Choice measure(Case<S> each, Device device) {
        List<Kernel<S>> kernels = each.variants(device);
        Kernel<S> declared = Selector.declared().choose(each.op(), each.problem(), device);
        double[] seconds = Stopwatch.seconds(each.op(), each.problem(), kernels, device);
        int first = kernels.stream().map(Kernel::name).toList().indexOf(declared.name());
        int best = first;
        for (int i = 0; i < seconds.length; i++) {
            if (seconds[i] < seconds[best] && seconds[i] * LEAST_GAIN < seconds[first]) {
                best = i;
            }
        }
        return new Choice(each, declared.name(), seconds[first], kernels.get(best).name(), seconds[best]);
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
