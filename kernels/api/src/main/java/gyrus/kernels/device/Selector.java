package gyrus.kernels.device;

import gyrus.kernels.Op;
import gyrus.kernels.Support;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses the kernel for a problem: the one pinned for the op, else the fastest one of a tuning, else the first one of the
 * device's {@link Preference} that supports the problem. If the device has no list for the op, the kernels are tried by name.
 */
public final class Selector {

    private final Map<String, String> pinned;
    private final Tuning tuning;
    private final Map<Op<?>, List<?>> kernels = new HashMap<>();
    private final List<Preference> preferences = Preference.all();

    private Selector(Map<String, String> pinned, Tuning tuning) {
        this.pinned = Map.copyOf(pinned);
        this.tuning = tuning;
    }

    /** Returns a selector that follows the declared preference alone, with equal choices on every machine. */
    public static Selector declared() {
        return new Selector(Map.of(), Tuning.EMPTY);
    }

    /** Returns a selector that follows a tuning, and the declared preference for problems that were not measured. */
    public static Selector measured(Tuning tuning) {
        return new Selector(Map.of(), tuning);
    }

    /** Returns this selector with fixed variants for some ops: a map from op names to variant names. */
    public Selector pinning(Map<String, String> pinned) {
        return new Selector(pinned, tuning);
    }

    /** Returns whether a tuning determines the choice. */
    public boolean isMeasured() {
        return tuning != Tuning.EMPTY;
    }

    /**
     * Returns the kernel for a problem on a device.
     *
     * @throws IllegalArgumentException if no kernel computes the problem; the message lists every kernel with its reason
     */
    public <S> Kernel<S> choose(Op<S> op, S problem, Device device) {
        @SuppressWarnings("unchecked") // filled just here
        List<Kernel<S>> variants = (List<Kernel<S>>) kernels.computeIfAbsent(op, key -> Catalog.kernels(op));
        String wanted = pinned.get(op.name());
        String because = "pinned";
        if (wanted == null && tuning.variant(op, problem).isPresent()) {
            wanted = tuning.variant(op, problem).get();
            because = "chosen by the tuning, which is stale if it cannot: run ./gyrus tune";
        }
        List<Kernel<S>> candidates = wanted == null ? preferred(op, problem, device, variants) : variants;
        List<String> reasons = new ArrayList<>();
        for (Kernel<S> kernel : candidates) { // stops at the first that serves: asking a vendor's kernel would load its library
            if (wanted != null && !wanted.equals(kernel.name())) {
                reasons.add(kernel.name() + ": " + wanted + " is " + because);
                continue;
            }
            switch (kernel.supports(problem, device)) {
                case Support.Yes yes -> {
                    return kernel;
                }
                case Support.No no -> reasons.add(kernel.name() + ": " + no.reason());
            }
        }
        variants.stream().filter(kernel -> !candidates.contains(kernel))
                .forEach(kernel -> reasons.add(kernel.name() + ": it runs only where it is pinned or tuned"));
        throw new IllegalArgumentException(op.name() + ": no variant computes " + problem + " on device " + device.name()
                + "; " + String.join("; ", reasons));
    }

    /** Returns the variants to try, first choice first. */
    private <S> List<Kernel<S>> preferred(Op<S> op, S problem, Device device, List<Kernel<S>> variants) {
        for (Preference preference : preferences) {
            for (Preference.Order<?> order : preference.isFor(device) ? preference.orders() : List.<Preference.Order<?>>of()) {
                if (order.op().equals(op)) {
                    @SuppressWarnings("unchecked") // equal ops have the same problems
                    List<String> names = ((Preference.Order<S>) order).kernels(problem);
                    return names.stream().flatMap(name -> variants.stream().filter(kernel -> kernel.name().equals(name))).toList();
                }
            }
        }
        return variants;
    }
}
