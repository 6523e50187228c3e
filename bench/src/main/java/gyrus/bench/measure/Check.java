package gyrus.bench.measure;

import gyrus.kernels.Op;
import gyrus.kernels.Support;
import gyrus.kernels.agreement.Agreement;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.Kernel;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;

/**
 * Checks variants of an op against its reference, before any of them is timed. The check goes problem by problem, so that the
 * reference computes each problem once.
 *
 * @param <S> the problem of the op
 * @param op the op
 * @param device the device of the variants
 * @param serves whether a variant computes a problem
 */
public record Check<S>(Op<S> op, Device device, BiPredicate<Kernel<S>, S> serves) {

    /** Creates a check of each variant on the problems that it supports. */
    public Check(Op<S> op, Device device) {
        this(op, device, (kernel, problem) -> kernel.supports(problem, device) instanceof Support.Yes);
    }

    /**
     * Returns the verdicts of the variants that agree on all problems that they compute.
     *
     * @param refused receives each other variant, with the reason
     */
    public Map<Kernel<S>, Map<S, Agreement.Verdict>> of(List<Kernel<S>> kernels, Collection<S> problems,
            BiConsumer<Kernel<S>, String> refused) {
        Map<Kernel<S>, Map<S, Agreement.Verdict>> agreed = new LinkedHashMap<>();
        kernels.forEach(kernel -> agreed.put(kernel, new HashMap<>()));
        for (S problem : problems) {
            List<Kernel<S>> serving = agreed.keySet().stream().filter(kernel -> serves.test(kernel, problem)).toList();
            if (serving.isEmpty()) {
                continue;
            }
            try (Agreement<S> expected = new Agreement<>(op, problem, device.dtype())) {
                for (Kernel<S> kernel : serving) {
                    Agreement.Verdict verdict = expected.check(kernel, device);
                    agreed.get(kernel).put(problem, verdict);
                    if (!verdict.agrees()) {
                        agreed.remove(kernel);
                        refused.accept(kernel, verdict + " on " + problem);
                    }
                }
            }
        }
        return agreed;
    }
}
