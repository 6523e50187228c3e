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

/** A benchmark of one step of the whole network. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StepBenchmark {

    /** The number of CPU threads. */
    @Param("1")
    public int threads;

    /** The output channels of the first block's convolutions. */
    @Param("32")
    public int width;

    /** The side of an image in pixels. */
    @Param("128")
    public int size;

    /** The number of images. */
    @Param("1")
    public int batch;

    private Workload workload;

    /** Opens the engine and creates the network. */
    @Setup
    public void prepare() {
        workload = new Workload(Engine.on("cpu:" + threads), new NetworkShape(width, size, batch));
    }

    /** Runs one training step, and returns its loss. */
    @Benchmark
    public double training() {
        return workload.train();
    }

    /** Runs one inference, and returns the probability of every pixel. */
    @Benchmark
    public float[] inference() {
        return workload.infer();
    }

    /** Closes the engine. */
    @TearDown
    public void close() {
        workload.close();
    }
}
