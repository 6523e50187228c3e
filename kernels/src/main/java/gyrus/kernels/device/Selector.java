package gyrus.kernels.device;

import gyrus.kernels.Catalog;
import gyrus.kernels.Kernel;
import gyrus.kernels.Op;
import gyrus.kernels.Support;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Chooses a variant for a problem: the one pinned for the op, else the highest declared rank among those that serve it. */
public final class Selector {

    private final Map<String, String> pinned;
    private final Map<Op<?>, List<?>> kernels = new HashMap<>();

    private Selector(Map<String, String> pinned) {
        this.pinned = Map.copyOf(pinned);
    }

    /** By declared rank alone. */
    public static Selector declared() {
        return new Selector(Map.of());
    }

    /** Op names to variant names that must be used; everything else by declared rank. */
    public static Selector pinned(Map<String, String> pinned) {
        return new Selector(pinned);
    }

    /** The kernel for this problem. The error, when there is none, lists every variant with its reason. */
    <S> Kernel<S> choose(Op<S> op, S problem, Device device) {
        @SuppressWarnings("unchecked") // filled just here
        List<Kernel<S>> variants = (List<Kernel<S>>) kernels.computeIfAbsent(op, key -> Catalog.kernels(op));
        String wanted = pinned.get(op.name());
        Kernel<S> best = null;
        List<String> reasons = new ArrayList<>();
        for (Kernel<S> kernel : variants) {
            if (wanted != null && !wanted.equals(kernel.name())) {
                reasons.add(kernel.name() + ": " + wanted + " is pinned");
                continue;
            }
            switch (kernel.supports(problem, device)) {
                case Support.Yes yes -> best = best == null || kernel.rank(problem) > best.rank(problem) ? kernel : best;
                case Support.No no -> reasons.add(kernel.name() + ": " + no.reason());
            }
        }
        if (best == null) {
            throw new IllegalArgumentException(op.name() + ": no variant computes " + problem + " on device " + device.name()
                    + "; " + String.join("; ", reasons));
        }
        return best;
    }
}
