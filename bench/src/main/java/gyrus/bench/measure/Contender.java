package gyrus.bench.measure;

import gyrus.kernels.Op;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.device.Catalog;
import gyrus.kernels.device.Kernel;
import gyrus.kernels.device.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One variant of one build on one problem, to be timed by turns with that of another build in the same process. Each build has a
 * class loader of its own, so this class is loaded twice, and is used from outside through Java's own interfaces alone.
 */
public final class Contender implements IntToDoubleFunction, Supplier<Optional<String>>, AutoCloseable {

    private static final double CHECKED_FLOPS = 2e7; // of an op's cases, which the reference computes in a moment
    private static final double WARM_UP_SECONDS = 0.2;

    private final CpuDevice device;
    private final TimedPlan plan;

    private Contender(CpuDevice device, TimedPlan plan) {
        this.device = device;
        this.plan = plan;
    }

    /** Returns the variants of this build that compute a problem, the one that devices choose in front. */
    public static List<String> variants(String problem, int threads) {
        return variants(Case.parse(problem, Catalog.ops()).getFirst(), threads);
    }

    private static <S> List<String> variants(Case<S> found, int threads) {
        try (CpuDevice device = new CpuDevice(threads)) {
            String chosen = Selector.declared().choose(found.op(), found.problem(), device).name();
            List<String> others = found.variants(device).stream().map(Kernel::name).filter(name -> !name.equals(chosen)).toList();
            return Stream.concat(Stream.of(chosen), others.stream()).toList();
        }
    }

    /** Prepares a variant, and runs it until the Java compiler rests. */
    public static Contender of(String problem, String variant, int threads) {
        CpuDevice device = new CpuDevice(threads);
        TimedPlan plan = plan(Case.parse(problem, Catalog.ops()).getFirst(), variant, device);
        WarmUp.until(WARM_UP_SECONDS, plan::launch);
        return new Contender(device, plan);
    }

    private static <S> TimedPlan plan(Case<S> found, String variant, CpuDevice device) {
        return TimedPlan.of(found.op(), found.problem(), kernel(found.op(), variant), device, 0);
    }

    private static <S> Kernel<S> kernel(Op<S> op, String variant) {
        return Catalog.kernels(op).stream().filter(each -> each.name().equals(variant)).findFirst().orElseThrow();
    }

    /** Returns why a variant does not compute the cases of its op, if it does not. */
    public static Optional<String> disagreement(String problem, String variant, int threads) {
        return disagreement(Case.parse(problem, Catalog.ops()).getFirst().op(), variant, threads);
    }

    private static <S> Optional<String> disagreement(Op<S> op, String variant, int threads) {
        try (CpuDevice device = new CpuDevice(threads)) {
            List<String> reasons = new ArrayList<>();
            new Check<>(op, device).of(List.of(kernel(op, variant)),
                    op.cases().stream().filter(each -> op.flops(each) <= CHECKED_FLOPS).toList(),
                    (kernel, why) -> reasons.add(why));
            return reasons.stream().findFirst();
        }
    }

    /** Returns the seconds of one launch, in the mean of several. */
    @Override
    public double applyAsDouble(int launches) {
        long start = System.nanoTime();
        for (int i = 0; i < launches; i++) {
            plan.launch();
        }
        return (System.nanoTime() - start) * 1e-9 / launches;
    }

    /** Returns what is wrong with the results after all launches. */
    @Override
    public Optional<String> get() {
        return plan.fault();
    }

    @Override
    public void close() {
        device.close();
    }
}
