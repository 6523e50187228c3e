package gyrus.bench.measure;

import gyrus.bench.workload.NetworkShape;
import gyrus.bench.workload.Workload;
import gyrus.engine.Engine;
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

/** One step of the whole network. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StepBenchmark {

    @Param("1")
    public int threads;

    @Param("32")
    public int width;

    @Param("128")
    public int size;

    @Param("1")
    public int batch;

    private Workload workload;

    @Setup
    public void prepare() {
        workload = new Workload(Engine.on("cpu:" + threads), new NetworkShape(width, size, batch));
    }

    @Benchmark
    public double training() {
        return workload.train();
    }

    @Benchmark
    public float[] inference() {
        return workload.infer();
    }

    @TearDown
    public void close() {
        workload.close();
    }
}
