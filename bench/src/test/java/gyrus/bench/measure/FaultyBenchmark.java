package gyrus.bench.measure;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A benchmark that finds its results changed. */
@State(Scope.Benchmark)
public class FaultyBenchmark {

    private int launches;

    @Benchmark
    public int launch() {
        return launches++;
    }

    @TearDown
    public void look() {
        throw new ResultFault("computed another y after " + (launches > 0 ? "some" : "no") + " launches");
    }
}
