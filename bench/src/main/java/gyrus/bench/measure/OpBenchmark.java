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

/** One launch of one variant on one problem. The names say which; a fork finds the objects behind them again. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OpBenchmark {

    /** Seconds that the Java compiler must rest before the iterations begin, so that the first problem is as warm as the last. */
    static final double REST_SECONDS = 0.08;

    @Param("")
    public String variant;

    /** The op and its problem as they are typed. */
    @Param("")
    public String problem;

    @Param("1")
    public int threads;

    /** Bytes of operands in turn, more than the caches hold; 0 for one set of operands. */
    @Param("0")
    public long coldBytes;

    private CpuDevice device;
    private TimedPlan plan;

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

    @Benchmark
    public void launch() {
        plan.launch();
    }

    /** Looks at the results again. */
    @TearDown
    public void close() {
        Optional<String> fault = plan.fault();
        device.close();
        fault.ifPresent(what -> {
            throw new ResultFault(what);
        });
    }
}
