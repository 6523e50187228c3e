package gyrus.bench;

import gyrus.kernels.Catalog;
import gyrus.kernels.Kernel;
import gyrus.kernels.Op;
import gyrus.kernels.Support;
import gyrus.kernels.agreement.Agreement;
import gyrus.kernels.device.Device;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gyrus bench agree}: every variant that a device has against its reference, on every case. */
@Command(
        name = "agree",
        mixinStandardHelpOptions = true,
        description = "Holds every variant that the device has against its reference, on every case of its op, and times nothing."
                + " Exit code 1 where one disagrees.")
public final class AgreeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "OP", description = "an op's name, or a part of it; default: all ops")
    private String wanted = "";

    @Option(names = "--flops", paramLabel = "N",
            description = "leave out cases of more operations, such as under compute-sanitizer")
    private double mostFlops = Double.POSITIVE_INFINITY;

    @Mixin
    private LabDevice device;

    private int variants;
    private int checked;
    private int failed;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (Device opened = device.open()) {
            out.println(opened.name() + ": " + opened.description());
            Catalog.ops().stream().filter(op -> op.name().contains(wanted)).forEach(op -> check(op, opened, out));
        }
        out.println("%d variants on %d problems: %s".formatted(
                variants, checked, failed == 0 ? "all agree" : failed + " disagree or failed"));
        return failed == 0 ? 0 : 1;
    }

    private <S> void check(Op<S> op, Device opened, PrintWriter out) {
        for (Kernel<S> kernel : Catalog.kernels(op)) {
            double worst = 0;
            int problems = 0;
            for (S problem : op.cases()) {
                if (op.flops(problem) > mostFlops) {
                    continue;
                }
                try {
                    if (kernel.supports(problem, opened) instanceof Support.Yes) {
                        problems++;
                        Agreement.Verdict verdict = Agreement.check(op, problem, kernel, opened, problem.toString().hashCode());
                        worst = Math.max(worst, verdict.worst());
                        if (!verdict.agrees()) {
                            fail(op.name() + " " + kernel.name() + " on " + problem + ": it " + verdict);
                        }
                    }
                } catch (IllegalStateException refused) { // the next variant may still do
                    fail(op.name() + " " + kernel.name() + " on " + problem + ": " + refused.getMessage());
                }
            }
            if (problems > 0) {
                variants++;
                checked += problems;
                out.println("%-22s %-16s %3d problems, worst error %5.1f %% of the bound".formatted(
                        op.name(), kernel.name(), problems, 100 * worst));
                out.flush();
            }
        }
    }

    private void fail(String what) {
        failed++;
        spec.commandLine().getOut().println("  FAILED " + what);
    }
}
