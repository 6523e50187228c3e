package gyrus.bench;

import gyrus.bench.measure.Effort;
import gyrus.bench.measure.GpuSteps;
import gyrus.bench.measure.Lab;
import gyrus.bench.measure.PerfCounters;
import gyrus.bench.result.LabResult;
import gyrus.bench.result.Measurement;
import gyrus.bench.result.ResultStore;
import gyrus.bench.workload.NetworkShape;
import gyrus.bench.workload.StepPoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code gyrus bench step}: times training steps and inferences against batch, size, width and threads. */
@Command(
        name = "step",
        mixinStandardHelpOptions = true,
        description = "Times whole training steps and inferences: the network given, and those that differ from it in one of"
                + " batch, size, width and threads. On a GPU, training steps op by op and captured as one graph.")
public final class StepCommand implements Callable<Integer> {

    // the JIT compiler compiles a step during its first ten seconds or so
    private static final Effort BRIEF = new Effort(1, 8, 3, 500);
    private static final Effort THOROUGH = new Effort(3, 12, 5, 1000);

    private static final List<Integer> BATCHES = List.of(1, 2, 4, 8, 16, 32);
    private static final List<Integer> SIZES = List.of(32, 64, 128, 256);
    private static final List<Integer> WIDTHS = List.of(8, 16, 32, 64);

    @Spec
    private CommandSpec spec;

    @Mixin
    private NetworkOptions network;

    @Mixin
    private LabDevice device;

    @Mixin
    private CounterOptions counting;

    @Mixin
    private OutputOptions output;

    @Option(names = "--quick", description = "one Java process, some four minutes in all: for a look, not for quoting")
    private boolean quick;

    @Option(names = "--only", description = "the network given alone")
    private boolean only;

    @Override
    public Integer call() throws IOException {
        output.requireWritable();
        Set<StepPoint> points = points();
        Effort effort = quick ? BRIEF : THOROUGH;
        PrintWriter log = spec.commandLine().getErr();
        Optional<PerfCounters> counters = counting.find(device, log);
        LabResult.Setting setting = OutputOptions.setting(spec, device.machine(), device.peaks(), network.shape());
        List<Measurement> measurements = new ArrayList<>();
        for (StepPoint point : points) {
            if (device.isGpu()) {
                measurements.addAll(new GpuSteps(device.name(), point.network(), log).measure());
            } else {
                try (Lab lab = new Lab(point.network(), point.threads(), effort, log)) {
                    lab.timeSteps(counters);
                    measurements.addAll(lab.result(setting).measurements());
                }
            }
        }
        LabResult result = new LabResult(setting, measurements, List.of());
        output.print(result, spec.commandLine().getOut());
        output.write(result);
        spec.commandLine().getOut().println("kept: " + ResultStore.of(setting.machine()).keep(result));
        return 0;
    }

    private Set<StepPoint> points() {
        NetworkShape base = network.shape();
        int all = device.threads();
        Set<StepPoint> points = new LinkedHashSet<>(List.of(new StepPoint(base, all)));
        if (!only) {
            BATCHES.forEach(batch -> points.add(new StepPoint(new NetworkShape(base.width(), base.size(), batch), all)));
            SIZES.forEach(size -> points.add(new StepPoint(new NetworkShape(base.width(), size, base.batch()), all)));
            WIDTHS.forEach(width -> points.add(new StepPoint(new NetworkShape(width, base.size(), base.batch()), all)));
            IntStream.rangeClosed(1, all).forEach(count -> points.add(new StepPoint(base, count)));
        }
        return points;
    }
}
