package gyrus.bench.measure;

import gyrus.app.failure.UserError;
import gyrus.bench.result.Times;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs one benchmark of {@link OpBenchmark} or {@link StepBenchmark} through JMH. */
final class Timing {

    private static final String ALLOCATED = "gc.alloc.rate.norm"; // JMH's name for bytes of Java heap per call

    private Timing() {}

    /**
     * @param benchmark the class's method
     * @param parameters the values of the class's parameters, by name
     */
    static Times run(Class<?> type, String benchmark, Map<String, Object> parameters, Effort effort) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + type.getName().replace(".", "\\.") + "\\." + benchmark + "$")
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        parameters.forEach((name, value) -> options.param(name, value.toString()));
        effort.applyTo(options);
        try {
            return times(new Runner(options.build()).run());
        } catch (RunnerException failure) {
            if (failure.getMessage().contains("JMH lock")) {
                throw new UserError("bench: another JMH run is under way on this machine, and both would measure nonsense:"
                        + " wait for it");
            }
            throw new IllegalStateException(type.getSimpleName() + " " + parameters + ": " + failure.getMessage(), failure);
        }
    }

    private static Times times(Collection<RunResult> results) {
        List<List<Double>> seconds = new ArrayList<>();
        double allocated = 0;
        for (RunResult result : results) {
            for (BenchmarkResult fork : result.getBenchmarkResults()) {
                seconds.add(fork.getIterationResults().stream().map(each -> each.getPrimaryResult().getScore() * 1e-9).toList());
            }
            Result<?> heap = result.getSecondaryResults().get(ALLOCATED);
            allocated = heap == null ? Double.NaN : heap.getScore();
        }
        return new Times(seconds, allocated);
    }
}
