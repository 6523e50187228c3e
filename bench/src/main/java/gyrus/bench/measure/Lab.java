package gyrus.bench.measure;

import gyrus.bench.result.Counts;
import gyrus.bench.result.LabResult;
import gyrus.bench.result.LabResult.Refusal;
import gyrus.bench.result.Measurement;
import gyrus.bench.result.Times;
import gyrus.bench.workload.NetworkShape;
import gyrus.bench.workload.StepPoint;
import gyrus.bench.workload.Workload;
import gyrus.engine.Engine;
import gyrus.kernels.Op;
import gyrus.kernels.Support;
import gyrus.kernels.agreement.Agreement;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cuda.CudaDevice;
import gyrus.kernels.cuda.launch.CudaException;
import gyrus.kernels.device.Catalog;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.Kernel;
import gyrus.kernels.device.Profile;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Checks, then times: every variant of every op on the requested problems. On the CPU it times in new processes. On a GPU it times
 * in this process, because the choices of the JIT compiler have no effect there.
 */
public final class Lab implements AutoCloseable {

    /**
     * The operations of a problem beyond which it is timed but not checked itself, unless all problems are to be checked. The
     * reference computes in plain loops in double precision.
     */
    private static final double CHECKED_FLOPS = 3e8;

    /** The operations per second at which an agreement is found: the reference computes the results and their magnitudes. */
    private static final double REFERENCE_FLOPS = 3e8;

    private static final double STEP_REST_SECONDS = 3; // of the JIT compiler, before events of a step are counted

    private final NetworkShape network;
    private final int threads; // 0 for a GPU
    private final Effort effort;
    private final PrintWriter log;
    private final Device device;
    private final List<Measurement> measurements = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();

    /** Creates a lab on the CPU with the given number of threads. */
    public Lab(NetworkShape network, int threads, Effort effort, PrintWriter log) {
        this(network, threads, new CpuDevice(threads), effort, log);
    }

    /** Creates a lab on a GPU, which the lab closes. */
    public Lab(NetworkShape network, CudaDevice device, Effort effort, PrintWriter log) {
        this(network, 0, device, effort, log);
    }

    private Lab(NetworkShape network, int threads, Device device, Effort effort, PrintWriter log) {
        this.network = network;
        this.threads = threads;
        this.effort = effort;
        this.log = log;
        this.device = device;
    }

    /**
     * What is timed of the cases, and how.
     *
     * @param variant whether a variant of that name is timed
     * @param checkAll whether every problem is checked itself, however long the reference takes
     * @param coldBytes bytes of operands that problems are timed on in turn, beside the times on one set of operands; 0 for no
     *     such times
     * @param counters the processor's counters of events, where they are wanted
     */
    public record Scope(Predicate<String> variant, boolean checkAll, long coldBytes, Optional<PerfCounters> counters) {}

    /** Saves the measurements so far. */
    @FunctionalInterface
    public interface Keeper {
        /**
         * Saves the measurements so far.
         *
         * @throws IOException if they cannot be written
         */
        void keep() throws IOException;
    }

    /**
     * Checks and times variants.
     *
     * @param keeper called after each problem, so that results survive when the lab is stopped
     */
    public void timeOps(List<Case<?>> cases, Scope scope, Keeper keeper) throws IOException {
        double checkedFlops = scope.checkAll() ? Double.POSITIVE_INFINITY : CHECKED_FLOPS;
        List<OpCases<?>> groups = new ArrayList<>();
        Case.byOp(cases).forEach((op, group) -> groups.add(opCases(op, group, scope.variant())));
        log.println(String.format(Locale.ROOT, "measurements: %d; checking and timing take about %.0f s in all",
                groups.stream().mapToLong(this::measurements).sum(),
                groups.stream().mapToDouble(group -> seconds(group, checkedFlops, scope.coldBytes() > 0)).sum()));
        log.flush();
        for (OpCases<?> group : groups) {
            timeOp(group, checkedFlops, scope, keeper);
        }
    }

    /** The cases of one op, with the variants that compute at least one of them. */
    private record OpCases<S>(Op<S> op, List<Case<S>> cases, List<Kernel<S>> kernels) {

        /** Returns the problems that variants are checked on: the op's cases, and those timed that the limit allows. */
        Set<S> checked(double checkedFlops) {
            Set<S> checked = new LinkedHashSet<>(op.cases());
            cases.stream().filter(each -> each.flops() <= checkedFlops).map(Case::problem).forEach(checked::add);
            return checked;
        }
    }

    private <S> OpCases<S> opCases(Op<S> op, List<Case<?>> group, Predicate<String> variant) {
        @SuppressWarnings("unchecked") // cases were grouped by their op
        List<Case<S>> cases = group.stream().map(each -> (Case<S>) each).toList();
        return new OpCases<>(op, cases, Catalog.kernels(op).stream().filter(kernel -> variant.test(kernel.name()))
                .filter(kernel -> cases.stream().anyMatch(each -> serves(kernel, each.problem()))).toList());
    }

    private <S> long measurements(OpCases<S> group) {
        return group.kernels().stream()
                .mapToLong(kernel -> group.cases().stream().filter(each -> serves(kernel, each.problem())).count()).sum();
    }

    /** Returns an estimate of the seconds that checking and timing take. */
    private <S> double seconds(OpCases<S> group, double checkedFlops, boolean cold) {
        double flops = group.kernels().isEmpty() ? 0 : group.checked(checkedFlops).stream().mapToDouble(group.op()::flops).sum();
        return flops / REFERENCE_FLOPS
                + measurements(group) * (threads == 0 ? Stopwatch.SECONDS : (cold ? 2 : 1) * effort.seconds());
    }

    private <S> void timeOp(OpCases<S> group, double checkedFlops, Scope scope, Keeper keeper) throws IOException {
        Map<Kernel<S>, Map<S, Agreement.Verdict>> agreed = check(group, checkedFlops);
        for (Case<S> each : group.cases()) {
            time(each, agreed, scope);
            keeper.keep();
        }
    }

    private <S> boolean serves(Kernel<S> kernel, S problem) {
        try {
            return kernel.supports(problem, device) instanceof Support.Yes;
        } catch (CudaException trouble) { // of an installed library that fails
            log.println(kernel.name() + ": " + trouble.getMessage());
            return false;
        }
    }

    /** Returns the verdicts of the variants that agree on all checked problems; the others are refused. */
    private <S> Map<Kernel<S>, Map<S, Agreement.Verdict>> check(OpCases<S> group, double checkedFlops) {
        String op = group.op().name();
        Map<Kernel<S>, Map<S, Agreement.Verdict>> agreed = new Check<>(group.op(), device, this::serves)
                .of(group.kernels(), group.checked(checkedFlops), (kernel, why) -> refuse(op, kernel.name(), why));
        agreed.forEach((kernel, verdicts) -> log.println(String.format(Locale.ROOT,
                "%s %s: agrees on %d problems, worst error %.1f %% of the bound", op, kernel.name(), verdicts.size(),
                100 * worst(verdicts))));
        log.flush();
        return agreed;
    }

    private static double worst(Map<?, Agreement.Verdict> verdicts) {
        return verdicts.values().stream().mapToDouble(Agreement.Verdict::worst).max().orElse(Double.NaN);
    }

    private <S> void time(Case<S> each, Map<Kernel<S>, Map<S, Agreement.Verdict>> agreed, Scope scope) {
        List<Kernel<S>> kernels = agreed.keySet().stream().filter(kernel -> serves(kernel, each.problem())).toList();
        if (kernels.isEmpty()) {
            return; // avoids creating operands of up to gigabytes
        }
        if (threads == 0) {
            List<Times> times = Stopwatch.race(each.op(), each.problem(), kernels, device);
            for (int i = 0; i < kernels.size(); i++) {
                measurements.add(measurement(each, kernels.get(i), agreed.get(kernels.get(i)), times.get(i), Optional.empty(),
                        Optional.empty()));
            }
            return;
        }
        for (Kernel<S> kernel : kernels) {
            try {
                Times warm = inFreshProcesses(kernel, each, 0);
                Optional<Times> cold = scope.coldBytes() == 0 ? Optional.empty()
                        : Optional.of(inFreshProcesses(kernel, each, scope.coldBytes()));
                measurements.add(measurement(each, kernel, agreed.get(kernel), warm, cold,
                        scope.counters().map(counters -> counts(kernel, each, counters))));
            } catch (ResultFault fault) {
                refuse(each.op().name(), kernel.name(), fault.getMessage() + ", on " + each.problem());
            }
        }
    }

    private static <S> Measurement measurement(Case<S> each, Kernel<S> kernel, Map<S, Agreement.Verdict> verdicts, Times times,
            Optional<Times> cold, Optional<Counts> counts) {
        Agreement.Verdict own = verdicts.getOrDefault(each.problem(), new Agreement.Verdict(worst(verdicts), Double.NaN, ""));
        return new Measurement(each.op().name(), each.problem().toString(), kernel.name(), each.calls(), each.flops(), each.bytes(),
                own.worst(), own.relative(), times, cold, counts);
    }

    /** Counts events in launches in this process, one after the other. */
    private <S> Counts counts(Kernel<S> kernel, Case<S> each, PerfCounters counters) {
        try (CpuDevice own = new CpuDevice(threads)) {
            TimedPlan plan = TimedPlan.of(each.op(), each.problem(), kernel, own, 0);
            WarmUp.until(OpBenchmark.REST_SECONDS, plan::launch);
            return counters.count(plan::launch);
        }
    }

    private <S> Times inFreshProcesses(Kernel<S> kernel, Case<S> each, long coldBytes) {
        return Timing.run(OpBenchmark.class, "launch",
                Map.of("problem", each.text(), "variant", kernel.name(), "threads", threads, "coldBytes", coldBytes), effort);
    }

    private void refuse(String op, String variant, String why) {
        refusals.add(new Refusal(op, variant, why));
        log.println(op + " " + variant + ": not timed, it " + why);
    }

    /**
     * Times whole steps of the lab's network.
     *
     * @param counters the processor's counters of events, where they are wanted
     */
    public void timeSteps(Optional<PerfCounters> counters) {
        timeStep("training", network.trainingLaunches(), Workload::train, counters);
        timeStep("inference", network.inferenceLaunches(), Workload::infer, counters);
    }

    private void timeStep(String benchmark, List<Profile.Row<?>> launches, Consumer<Workload> step,
            Optional<PerfCounters> counters) {
        log.println(String.format(Locale.ROOT, "%s: %s, %d threads", benchmark, network, threads));
        log.flush();
        Times times = Timing.run(StepBenchmark.class, benchmark,
                Map.of("width", network.width(), "size", network.size(), "batch", network.batch(), "threads", threads), effort);
        double bytes = launches.stream().mapToDouble(row -> row.bytes() * row.calls()).sum();
        measurements.add(new Measurement(benchmark, new StepPoint(network, threads).toString(), "declared", 1,
                NetworkShape.flops(launches), bytes, Double.NaN, Double.NaN, times, Optional.empty(),
                counters.map(each -> counts(step, each))));
    }

    /** Counts events in steps in this process, one after the other. */
    private Counts counts(Consumer<Workload> step, PerfCounters counters) {
        try (Workload workload = new Workload(Engine.on("cpu:" + threads), network)) {
            WarmUp.until(STEP_REST_SECONDS, () -> step.accept(workload));
            return counters.count(() -> step.accept(workload));
        }
    }

    /** Returns the measurements and refusals so far. */
    public LabResult result(LabResult.Setting setting) {
        return new LabResult(setting, List.copyOf(measurements), List.copyOf(refusals));
    }

    @Override
    public void close() {
        device.close();
    }
}
