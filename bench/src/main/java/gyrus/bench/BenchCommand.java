package gyrus.bench;

import gyrus.app.failure.UsageError;
import gyrus.app.failure.UserError;
import gyrus.bench.measure.CacheSizes;
import gyrus.bench.measure.Case;
import gyrus.bench.measure.Effort;
import gyrus.bench.measure.Lab;
import gyrus.bench.measure.PerfCounters;
import gyrus.bench.result.LabResult;
import gyrus.bench.result.ResultStore;
import gyrus.bench.since.CommitBuild;
import gyrus.bench.since.Match;
import gyrus.bench.workload.NetworkShape;
import gyrus.kernels.Op;
import gyrus.kernels.device.Catalog;
import gyrus.kernels.device.Machine;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The command {@code gyrus bench}: checks and times every variant of an op, and compares it with its reference, the machine's
 * limits and the other variants.
 */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Checks every variant of every op against its reference and times those that agree, on the network's own problems"
                    + " (found by running the network) and on the ops' cases, or on the problems that --problem and --problems"
                    + " give.",
            "The limits are measured at the start. %% of peak is the least time the machine could take for a problem's operations"
                    + " or bytes, whichever is longer, over the time taken; above 100 for algorithms that save operations and"
                    + " for problems that stay in the caches.",
        },
        footer = {
            "",
            "Examples:",
            "  gyrus bench --quick                            a look at everything",
            "  gyrus bench 'conv forward' --html lab.html     one op, with figures",
            "  gyrus bench conv --variant V --case 64,64      some problems, one variant",
            "  gyrus bench conv --problem n=4,h=200,in=64,out=64,k=3     a layer of your own",
            "  gyrus bench matmul --problem m=512,n=512,k=64:1024:*2     a sweep",
            "  gyrus bench --problems FILE                    the problems of a file, a line each",
            "  gyrus bench conv --batch 1 --quick --check-all rounding errors, problem by problem",
            "  gyrus bench --compare before.json after.json   did it become faster?",
            "  gyrus bench conv --since HEAD~1 --quick        did this build become faster?",
            "  gyrus bench history                            what was measured on this machine",
            "  gyrus bench conv --device cuda:0 --markdown F  on a GPU, by its own clock",
            "  gyrus bench agree --device cuda:0              every variant checked, none timed",
            "  gyrus bench agree 'max pool' --device ptx      CUDA kernels checked without a GPU",
            "  gyrus bench step                               whole steps and inferences",
        },
        subcommands = {StepCommand.class, AgreeCommand.class, HistoryCommand.class, ServeCommand.class})
public final class BenchCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private Selection selection;

    @Option(names = "--case", paramLabel = "C", description = "only problems that print with this in them")
    private String problem = "";

    @Option(names = "--quick", description = "the network's problems alone, and briefly: for a look, not for quoting")
    private boolean quick;

    @Option(names = "--check-all",
            description = "check each problem that is timed itself, however large: minutes for each convolution"
                    + " of a large batch, seconds with --batch 1; without it, problems of more than 0.3 GFLOP rest on the"
                    + " smaller ones")
    private boolean checkAll;

    @Option(names = "--cold",
            description = "time each problem also on operands that are in no cache: sets of them in turn, twice as large together"
                    + " as the last cache of this machine")
    private boolean cold;

    @Mixin
    private NetworkOptions network;

    @Mixin
    private LabDevice device;

    @Mixin
    private CounterOptions counting;

    @Mixin
    private OutputOptions output;

    @Mixin
    private CompareOptions comparison;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (comparison.areWanted(spec.commandLine().getParseResult())) {
            return comparison.compare(out);
        }
        List<Op<?>> ops = selection.ops();
        selection.requireVariant(Catalog::kernels);
        output.requireWritable();
        List<Case<?>> cases = cases(ops);
        if (comparison.isSince()) {
            return sinceCommit(cases, out);
        }
        long coldBytes = cold ? coldBytes() : 0;
        Optional<PerfCounters> counters = counting.find(device, spec.commandLine().getErr());
        Machine machine = device.machine(); // fails at once if the device is missing
        NetworkShape shape = network.shape();
        LabResult.Setting setting = selection.givesProblems()
                ? OutputOptions.setting(spec, machine, device.peaks())
                : OutputOptions.setting(spec, machine, device.peaks(), shape);
        try (Lab lab = device.lab(shape, quick ? Effort.QUICK : Effort.FULL, spec.commandLine().getErr())) {
            lab.timeOps(cases, new Lab.Scope(selection::holdsVariant, checkAll, coldBytes, counters),
                    () -> output.write(lab.result(setting)));
            output.print(lab.result(setting), out);
            out.println();
            out.println("kept: " + ResultStore.of(machine).keep(lab.result(setting)));
        }
        return 0;
    }

    /** Times this build and that of an earlier commit by turns. */
    private int sinceCommit(List<Case<?>> cases, PrintWriter out) throws IOException, InterruptedException {
        PrintWriter log = spec.commandLine().getErr();
        CommitBuild earlier = comparison.earlier(spec.commandLine().getParseResult(), log);
        LabResult.Setting setting = selection.givesProblems()
                ? OutputOptions.setting(spec, device.machine(), device.peaks())
                : OutputOptions.setting(spec, device.machine(), device.peaks(), network.shape());
        Match match = quick ? Match.quick(earlier, device.threads()) : Match.full(earlier, device.threads());
        return comparison.judge(match.play(cases, selection.variant(), setting, log), ResultStore.of(setting.machine()), out);
    }

    /** Returns the bytes that operands in turn hold together, so that a cache has dropped each before its next turn. */
    private long coldBytes() {
        if (device.isGpu()) {
            throw new UsageError("--cold: times on the CPU alone, not on " + device.name());
        }
        long last = CacheSizes.ofThisMachine().last();
        if (last == 0) {
            throw new UserError("--cold: this system does not tell the sizes of its caches, in /sys/devices/system/cpu; leave out"
                    + " --cold");
        }
        return 2 * last;
    }

    /** Returns the given problems; without any, those of the network and, for figures to quote, the ops' own. */
    private List<Case<?>> cases(List<Op<?>> ops) throws IOException {
        List<Case<?>> all;
        if (selection.givesProblems()) {
            NetworkOptions.requireAbsent(spec.commandLine().getParseResult(),
                    "is for the network's problems, and --problem and --problems replace them");
            all = selection.problems();
        } else {
            all = quick ? Case.ofNetwork(network.shape()) : Case.all(network.shape());
        }
        List<Case<?>> cases = all.stream().filter(each -> ops.contains(each.op()) && each.problem().toString().contains(problem))
                .toList();
        if (cases.isEmpty()) {
            throw new UsageError((problem.isEmpty() ? "bench" : "--case " + problem) + ": no problem"
                    + (quick ? " of the network" : "") + " for " + ops.stream().map(Op::name).collect(Collectors.joining(", "))
                    + (problem.isEmpty() ? "" : " has this in its text"));
        }
        return cases;
    }
}
