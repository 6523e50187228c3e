package gyrus.bench;

import gyrus.app.failure.FailureMessage;
import gyrus.app.failure.UsageError;
import gyrus.app.failure.UserError;
import gyrus.bench.measure.Case;
import gyrus.bench.workload.NetworkShape;
import gyrus.bench.workload.Workload;
import gyrus.engine.Engine;
import gyrus.kernels.Op;
import gyrus.kernels.Support;
import gyrus.kernels.agreement.Agreement;
import gyrus.kernels.device.Catalog;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.Kernel;
import gyrus.kernels.device.KernelSet;
import gyrus.ptx.fault.Fault;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code gyrus bench agree}: checks every variant of a device against its reference, on every case. */
@Command(
        name = "agree",
        mixinStandardHelpOptions = true,
        description = "Checks every variant that the device has against its reference, on every case of its op or on the given"
                + " problems, and times nothing;"
                + " on a GPU also captured training steps against the same op by op. On the device ptx it finds faults, too,"
                + " such as races. Exit code 1 where a variant disagrees or has a fault.")
public final class AgreeCommand implements Callable<Integer> {

    private static final NetworkShape CAPTURED = new NetworkShape(32, 128, 1);
    private static final int STEPS = 50;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Selection selection;

    @Option(names = "--flops", paramLabel = "N",
            description = "leave out cases of more operations, such as under compute-sanitizer")
    private double mostFlops = Double.POSITIVE_INFINITY;

    @Mixin
    private LabDevice device;

    private final KernelSet variants;
    private int count;
    private int checked;
    private int failed;

    /** Creates the command for all kernels on the class path. */
    public AgreeCommand() {
        this(Catalog::kernels);
    }

    /**
     * Creates the command for a set of kernels.
     *
     * @param variants the kernels to check
     */
    AgreeCommand(KernelSet variants) {
        this.variants = variants;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (mostFlops < 0) {
            throw new UsageError("--flops " + mostFlops + ": expected a number of operations of at least 0");
        }
        List<Op<?>> ops = selection.ops();
        selection.requireVariant(variants);
        List<Case<?>> cases = selection.givesProblems() ? selection.problems() : Case.ofOps(ops);
        try (Device opened = device.open()) {
            out.println(opened.name() + ": " + opened.description());
            Case.byOp(cases).forEach((op, group) -> check(op, group, opened, out));
        }
        if (device.isGpu() && !device.isInterpreted() && selection.isEverything() && mostFlops == Double.POSITIVE_INFINITY) {
            checkCaptured(out);
        }
        if (checked == 0) {
            throw new UserError("bench agree: nothing to check: on device " + device.name() + " no wanted variant of "
                    + ops.stream().map(Op::name).collect(Collectors.joining(", ")) + " serves a problem"
                    + (mostFlops == Double.POSITIVE_INFINITY ? "" : " of at most " + mostFlops + " operations"));
        }
        out.println(String.format(Locale.ROOT, "%d %s on %d problems: %s", count, count == 1 ? "variant" : "variants", checked,
                failed == 0 ? "all agree" : failed + " disagree or failed"));
        return failed == 0 ? 0 : 1;
    }

    /** The results of a variant on the problems that it was checked on. */
    private static final class Tally {
        private int problems;
        private double worst;
    }

    private <S> void check(Op<S> op, List<Case<?>> cases, Device opened, PrintWriter out) {
        @SuppressWarnings("unchecked") // cases were grouped by their op
        List<S> problems = cases.stream().map(each -> (S) each.problem()).toList();
        Map<Kernel<S>, Tally> tallies = new LinkedHashMap<>();
        variants.kernels(op).stream().filter(kernel -> selection.holdsVariant(kernel.name()))
                .forEach(kernel -> tallies.put(kernel, new Tally()));
        for (S problem : problems) {
            if (op.flops(problem) <= mostFlops) {
                check(op, problem, opened, tallies);
            }
        }
        tallies.forEach((kernel, tally) -> {
            if (tally.problems > 0) {
                count++;
                checked += tally.problems;
                out.println(String.format(Locale.ROOT, "%-30s %-25s %3d problems, worst error %5.1f %% of the bound",
                        op.name(), kernel.name(), tally.problems, 100 * tally.worst));
            }
        });
        out.flush();
    }

    private <S> void check(Op<S> op, S problem, Device opened, Map<Kernel<S>, Tally> tallies) {
        try (Agreement<S> expected = new Agreement<>(op, problem, opened.dtype())) {
            tallies.forEach((kernel, tally) -> {
                try {
                    if (kernel.supports(problem, opened) instanceof Support.Yes) {
                        tally.problems++;
                        Agreement.Verdict verdict = expected.check(kernel, opened);
                        tally.worst = Math.max(tally.worst, verdict.worst());
                        if (!verdict.agrees()) {
                            fail(op.name() + " " + kernel.name() + " on " + problem + ": it " + verdict);
                        }
                    }
                } catch (IllegalStateException | Fault failure) { // the next variant may still work
                    fail(op.name() + " " + kernel.name() + " on " + problem + ": " + FailureMessage.of(failure));
                }
            });
        }
    }

    /** Checks that a captured and replayed training step, whose ops run concurrently, has the bits of one that runs op by op. */
    private void checkCaptured(PrintWriter out) {
        try (Workload eager = new Workload(Engine.on(device.name()), CAPTURED);
                Workload captured = new Workload(Engine.on(device.name()), CAPTURED)) {
            for (int step = 1; step <= STEPS; step++) {
                double loss = eager.train();
                double replayed = captured.trainRepeatedly();
                if (loss != replayed) {
                    fail("captured steps: of " + CAPTURED + ", the loss of step " + step + " is " + replayed + ", op by op "
                            + loss);
                    return;
                }
            }
            if (!Arrays.equals(eager.infer(), captured.infer())) {
                fail("captured steps: of " + CAPTURED + ", other probabilities after " + STEPS + " steps than op by op");
                return;
            }
            out.println(String.format(Locale.ROOT, "captured steps: %d of %s, the same as op by op, bit for bit", STEPS, CAPTURED));
        }
    }

    private void fail(String what) {
        failed++;
        spec.commandLine().getOut().println("  FAILED " + what);
    }
}
