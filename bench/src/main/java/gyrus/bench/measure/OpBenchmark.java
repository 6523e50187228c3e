package gyrus.bench.measure;

import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.device.Catalog;
import gyrus.kernels.device.Kernel;
import gyrus.kernels.device.Plan;
import gyrus.kernels.memory.Operand;
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

    @Param("")
    public String variant;

    /** The op and its problem as they are typed. */
    @Param("")
    public String problem;

    @Param("1")
    public int threads;

    private CpuDevice device;
    private Plan plan;
    private Operand[] operands;

    @Setup
    public void prepare() {
        device = new CpuDevice(threads);
        prepare(Case.parse(problem, Catalog.ops()).getFirst());
    }

    private <S> void prepare(Case<S> found) {
        Kernel<S> kernel = found.variants(device).stream().filter(each -> each.name().equals(variant)).findFirst().orElseThrow();
        plan = kernel.prepare(found.problem(), device);
        operands = Operands.lend(found.op(), found.problem(), device);
    }

    @Benchmark
    public void launch() {
        plan.launch(operands);
    }

    @TearDown
    public void close() {
        device.close();
    }
}
