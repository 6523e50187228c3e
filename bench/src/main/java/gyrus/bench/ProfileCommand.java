package gyrus.bench;

import com.sun.management.ThreadMXBean;
import gyrus.app.failure.UsageError;
import gyrus.app.failure.UserError;
import gyrus.bench.measure.Case;
import gyrus.bench.measure.PeakMeasurement;
import gyrus.bench.measure.WarmUp;
import gyrus.bench.result.Peaks;
import gyrus.bench.result.ResultText;
import gyrus.bench.workload.NetworkShape;
import gyrus.bench.workload.Workload;
import gyrus.engine.Engine;
import gyrus.engine.Engine.OpTime;
import gyrus.kernels.cuda.CudaDevice;
import gyrus.kernels.device.Device;
import gyrus.model.file.AtomicFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gyrus profile}: where the time of a step goes. */
@Command(
        name = "profile",
        mixinStandardHelpOptions = true,
        description = {
            "Runs training steps of the network and tells where their time goes, by op and by problem. gyrus bench --problem takes"
                    + " the problems as they are printed here.",
            "%% of peak: the least time this machine could take for an op's operations or bytes, whichever is longer, over the"
                    + " time it took. The limits are measured at the start, with as many threads.",
        })
public final class ProfileCommand implements Callable<Integer> {

    private static final Pattern CPU = Pattern.compile("cpu(?::([1-9][0-9]{0,2}))?(?::tuned)?");
    private static final String COLUMNS = "%-34s %9s %10s %7s %10s %9s %10s";

    @Spec
    private CommandSpec spec;

    @Mixin
    private NetworkOptions network;

    @Option(names = "--device", paramLabel = "NAME", description = "cpu (default: all cores), cpu:THREADS, cpu:tuned, cuda:NUMBER")
    private String device = "cpu";

    @Option(names = "--steps", paramLabel = "N", description = "how many are measured; default: ${DEFAULT-VALUE}")
    private int steps = 5;

    @Option(names = "--longest", paramLabel = "N",
            description = "how many of the longest problems are listed, as gyrus bench --problem takes them; default:"
                    + " ${DEFAULT-VALUE}")
    private int longest = 15;

    @Option(names = "--problems", paramLabel = "FILE",
            description = "write all problems to a file, the longest first, as gyrus bench --problems reads them")
    private Optional<Path> problems;

    @Option(names = "--warm-up", paramLabel = "SECONDS", description = "steps before that do not count: until the Java compiler was"
            + " at rest for so long; default: ${DEFAULT-VALUE}")
    private double warmUpSeconds = 3;

    @Option(names = "--inference", description = "inferences instead of training steps")
    private boolean inference;

    @Override
    public Integer call() throws IOException {
        requireAtLeast("--steps", steps, 1);
        requireAtLeast("--longest", longest, 0);
        if (warmUpSeconds < 0) {
            throw new UsageError("--warm-up " + warmUpSeconds + ": expected at least 0 seconds");
        }
        OutputOptions.requireFolders(problems.stream());
        OutputOptions.requireFiles(problems.stream());
        NetworkShape shape = network.shape();
        Peaks peaks = peaks();
        try (Workload workload = new Workload(Engine.on(device), shape)) {
            WarmUp.until(warmUpSeconds, () -> run(workload));
            workload.engine().clearProfile();
            long objects = allocatedBytes();
            long start = System.nanoTime();
            for (int i = 0; i < steps; i++) {
                run(workload);
            }
            double seconds = (System.nanoTime() - start) * 1e-9;
            Map<String, String> texts = new HashMap<>();
            Case.ofNetwork(shape).forEach(each -> texts.put(each.op().name() + " " + each.problem(), each.text()));
            print(workload.engine(), shape, peaks, seconds, allocatedBytes() - objects, texts);
            if (problems.isPresent()) {
                AtomicFile.write(problems.get(), lines(workload.engine().profile(), shape, texts));
            }
        }
        return 0;
    }

    private static void requireAtLeast(String option, int value, int least) {
        if (value < least) {
            throw new UsageError(option + " " + value + ": expected at least " + least);
        }
    }

    /** Returns the file of all problems: a line each with the op in front, and the calls of a step as a comment. */
    private String lines(List<OpTime> rows, NetworkShape shape, Map<String, String> texts) {
        StringBuilder lines = new StringBuilder("# " + (inference ? "inference" : "training step") + ", " + shape + "\n");
        Map<String, Long> calls = new LinkedHashMap<>();
        rows.forEach(row -> calls.merge(text(row, texts), row.calls() / steps, Long::sum));
        calls.forEach((text, count) -> lines.append(text + (count > 1 ? " # " + count + " times a step" : "") + "\n"));
        return lines.toString();
    }

    /** Returns the op and the problem as they are typed. */
    private static String text(OpTime row, Map<String, String> texts) {
        return texts.get(row.op() + " " + row.problem());
    }

    private Peaks peaks() {
        Matcher cpu = CPU.matcher(device);
        if (cpu.matches()) {
            return PeakMeasurement.of(
                    cpu.group(1) == null ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(cpu.group(1)));
        }
        if (!device.startsWith("cuda")) {
            throw new UsageError("--device " + device
                    + ": expected cpu, cpu:THREADS, cpu:tuned or cuda:NUMBER, for these have measured limits");
        }
        try (Device gpu = Engine.device(device)) {
            return PeakMeasurement.of((CudaDevice) gpu);
        } catch (IllegalArgumentException unknown) {
            throw new UsageError(unknown.getMessage());
        } catch (IllegalStateException absent) {
            throw new UserError(absent.getMessage());
        }
    }

    /** Bytes of Java objects that all threads ever made: some hundred kilobytes a step, far more where vectors are boxed. */
    private static long allocatedBytes() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
    }

    private void run(Workload workload) {
        if (inference) {
            workload.infer();
        } else {
            workload.train();
        }
    }

    private void print(Engine engine, NetworkShape shape, Peaks peaks, double seconds, long objectBytes,
            Map<String, String> texts) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(String.format(Locale.ROOT, "%s, %s; %s on %s (%s)", inference ? "inference" : "training step", shape,
                ResultText.seconds(seconds / steps), engine.deviceName(), engine.description()));
        out.println(String.format(Locale.ROOT,
                "limits: %.0f GFLOP/s, %.1f GB/s; tensors: at most %d MiB at once; Java objects: %.1f MB a step",
                peaks.gigaflops(), peaks.gigabytes(), engine.peakBytes() >> 20, objectBytes * 1e-6 / steps));
        List<OpTime> rows = engine.profile();
        Map<String, List<OpTime>> ops = new LinkedHashMap<>();
        rows.forEach(row -> ops.computeIfAbsent(row.op(), op -> new ArrayList<>()).add(row));
        out.println();
        out.println(String.format(Locale.ROOT, COLUMNS, "op", "calls", "a step", "share", "GFLOP/s", "GB/s", "% of peak"));
        ops.entrySet().stream().sorted(Comparator.comparingDouble(op -> -seconds(op.getValue())))
                .forEach(op -> out.println(line(op.getKey(), op.getValue(), peaks, seconds)));
        double inOps = seconds(rows);
        out.println(String.format(Locale.ROOT, COLUMNS, "between the ops", "", ResultText.seconds((seconds - inOps) / steps),
                String.format(Locale.ROOT, "%.1f %%", 100 * (seconds - inOps) / seconds), "", "", ""));
        out.println();
        out.println("the longest problems:");
        for (OpTime row : rows.stream().limit(longest).toList()) {
            out.println(line(row.op() + " " + row.variant(), List.of(row), peaks, seconds) + "  '" + text(row, texts) + "'");
        }
    }

    private String line(String name, Collection<OpTime> rows, Peaks peaks, double total) {
        double seconds = seconds(rows);
        double flops = rows.stream().mapToDouble(row -> row.gigaflops() * row.seconds()).sum() * 1e9;
        double bytes = rows.stream().mapToDouble(row -> row.gigabytes() * row.seconds()).sum() * 1e9;
        double least = rows.stream()
                .mapToDouble(
                        row -> peaks.leastSeconds(row.gigaflops() * row.seconds() * 1e9, row.gigabytes() * row.seconds() * 1e9))
                .sum();
        return String.format(Locale.ROOT, COLUMNS, name, rows.stream().mapToLong(OpTime::calls).sum() / steps,
                ResultText.seconds(seconds / steps), String.format(Locale.ROOT, "%.1f %%", 100 * seconds / total),
                ResultText.digits(flops / seconds * 1e-9), ResultText.digits(bytes / seconds * 1e-9),
                String.format(Locale.ROOT, "%.0f %%", 100 * least / seconds));
    }

    private static double seconds(Collection<OpTime> rows) {
        return rows.stream().mapToDouble(OpTime::seconds).sum();
    }
}
