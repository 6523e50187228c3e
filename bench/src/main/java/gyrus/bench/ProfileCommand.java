package gyrus.bench;

import com.sun.management.ThreadMXBean;
import gyrus.app.failure.UsageError;
import gyrus.app.failure.UserError;
import gyrus.bench.measure.PeakMeasurement;
import gyrus.bench.measure.WarmUp;
import gyrus.bench.page.FlamePage;
import gyrus.bench.page.ProfilePage;
import gyrus.bench.profile.LaunchRecording;
import gyrus.bench.profile.ProfileText;
import gyrus.bench.profile.StackSamples;
import gyrus.bench.profile.StepProfile;
import gyrus.bench.profile.StepProfile.Row;
import gyrus.bench.result.LabResult;
import gyrus.bench.result.Peaks;
import gyrus.bench.workload.NetworkShape;
import gyrus.bench.workload.Workload;
import gyrus.engine.Engine;
import gyrus.engine.Engine.OpTime;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.CpuProvider;
import gyrus.kernels.cuda.CudaDevice;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.Devices;
import gyrus.kernels.device.Machine;
import gyrus.model.file.AtomicFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code gyrus profile}: prints the time of each op in a step. */
@Command(
        name = "profile",
        mixinStandardHelpOptions = true,
        description = {
            "Runs training steps of the network and tells where their time goes, by op and by problem. gyrus bench --problem takes"
                    + " the problems as they are printed here.",
            "%% of peak: the least time this machine could take for an op's operations or bytes, whichever is longer, over the"
                    + " time it took. The limits are measured at the start, with as many threads.",
        },
        subcommands = ProgramCommand.class)
public final class ProfileCommand implements Callable<Integer> {

    private static final double FLAME_SECONDS = 3;

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

    @Option(names = "--json", paramLabel = "FILE", description = "write the profile for programs, with each launch of one step")
    private Optional<Path> json;

    @Option(names = "--html", paramLabel = "FILE", description = "write a page with the launches of one step on a time axis")
    private Optional<Path> html;

    @Option(names = "--flame", paramLabel = "FILE",
            description = "write a page with a flame graph: which Java methods of the steps take the time. Further steps are"
                    + " sampled for it, for 3 seconds at least")
    private Optional<Path> flame;

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
        OutputOptions.requireFolders(files());
        OutputOptions.requireFiles(files());
        NetworkShape shape = network.shape();
        Peaks peaks = peaks();
        StepProfile profile;
        Optional<StackSamples> samples;
        try (Workload workload = new Workload(Engine.on(device), shape)) {
            profile = profile(workload, OutputOptions.setting(spec, machine(), peaks, shape));
            samples = flame.isPresent() ? Optional.of(StackSamples.of(() -> run(workload), FLAME_SECONDS)) : Optional.empty();
        }
        ProfileText.of(profile, longest).forEach(spec.commandLine().getOut()::println);
        if (problems.isPresent()) {
            AtomicFile.write(problems.get(), String.join("\n", ProfileText.problems(profile)) + "\n");
        }
        if (json.isPresent()) {
            profile.write(json.get());
        }
        if (html.isPresent()) {
            ProfilePage.write(profile, html.get());
        }
        if (samples.isPresent()) {
            FlamePage.write(profile.work() + ", " + profile.setting().network() + ", on " + profile.device(),
                    samples.get().requireEnough("a GPU's steps leave Java little to do"), flame.orElseThrow());
        }
        return 0;
    }

    private Stream<Path> files() {
        return Stream.of(problems, json, html, flame).flatMap(Optional::stream);
    }

    private StepProfile profile(Workload workload, LabResult.Setting setting) throws IOException {
        Engine engine = workload.engine();
        WarmUp.until(warmUpSeconds, () -> run(workload));
        engine.clearProfile();
        long objects = allocatedBytes();
        long start = System.nanoTime();
        for (int i = 0; i < steps; i++) {
            run(workload);
        }
        double seconds = (System.nanoTime() - start) * 1e-9 / steps;
        double objectBytes = (double) (allocatedBytes() - objects) / steps;
        List<Row> rows = engine.profile().stream().map(this::row).toList();
        return new StepProfile(setting, inference ? "inference" : "training step",
                engine.deviceName() + " (" + engine.description() + ")", steps, seconds, engine.peakBytes(), objectBytes, rows,
                LaunchRecording.of(() -> run(workload), engine, isGpu()));
    }

    private Row row(OpTime time) {
        double seconds = time.seconds() / steps;
        return new Row(time.op(), time.problem(), time.line().orElse(""), time.variant(), time.calls() / steps, seconds,
                Math.rint(time.gigaflops() * seconds * 1e9), Math.rint(time.gigabytes() * seconds * 1e9));
    }

    private static void requireAtLeast(String option, int value, int least) {
        if (value < least) {
            throw new UsageError(option + " " + value + ": expected at least " + least);
        }
    }

    private boolean isGpu() {
        return device.startsWith("cuda");
    }

    private Peaks peaks() {
        try {
            return PeakMeasurement.of(device).orElseThrow(() -> new UsageError("--device " + device
                    + ": expected cpu, cpu:THREADS, cpu:tuned or cuda:NUMBER, for these have measured limits"));
        } catch (IllegalArgumentException unknown) {
            throw new UsageError(unknown.getMessage());
        } catch (IllegalStateException absent) {
            throw new UserError(absent.getMessage());
        }
    }

    private Machine machine() {
        OptionalInt threads = CpuProvider.threads(device);
        if (threads.isPresent()) {
            return CpuDevice.machine(threads.getAsInt());
        }
        try (Device gpu = Devices.open(device)) {
            return ((CudaDevice) gpu).machine();
        }
    }

    /**
     * Returns the bytes of Java objects that all threads have allocated. A step allocates some hundred kilobytes, and far more if
     * the JIT compiler allocates vectors.
     */
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
}
