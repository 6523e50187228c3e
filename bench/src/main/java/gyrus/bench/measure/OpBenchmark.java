package gyrus.bench.measure;

import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.device.Catalog;
import gyrus.kernels.device.Kernel;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A benchmark of one launch of one variant on one problem. A forked process finds the op, problem and kernel by the text of the
 * parameters.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OpBenchmark {

    /** The seconds that the JIT compiler is idle before the iterations begin, so that all problems are equally warm. */
    static final double REST_SECONDS = 0.08;

    /** The name of the kernel. */
    @Param("")
    public String variant;

    /** The op and its problem as they are typed. */
    @Param("")
    public String problem;

    /** The number of CPU threads. */
    @Param("1")
    public int threads;

    /** Bytes of operands in turn, more than the caches hold; 0 for one set of operands. */
    @Param("0")
    public long coldBytes;

    private CpuDevice device;
    private TimedPlan plan;

    /** Opens the device and prepares the launch. */
    @Setup
    public void prepare() {
        device = new CpuDevice(threads);
        plan = prepare(Case.parse(problem, Catalog.ops()).getFirst());
        WarmUp.until(REST_SECONDS, plan::launch);
    }

    private <S> TimedPlan prepare(Case<S> found) {
        Kernel<S> kernel = found.variants(device).stream().filter(each -> each.name().equals(variant)).findFirst().orElseThrow();
        return TimedPlan.of(found.op(), found.problem(), kernel, device, coldBytes);
    }

    /** Runs the measured launch. */
    @Benchmark
    public void launch() {
        plan.launch();
    }

    /** Compares the results once more, and closes the device. */
    @TearDown
    public void close() {
        Optional<String> fault = plan.fault();
        device.close();
        fault.ifPresent(what -> {
            throw new ResultFault(what);
        });
    }
}
