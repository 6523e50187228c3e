package gyrus.bench.measure;

import gyrus.app.failure.UserError;
import gyrus.bench.result.Conditions;
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
     * Runs one benchmark in processes of its own, or in this process if the effort says so.
     *
     * @param benchmark the name of the class's method
     * @param parameters the values of the class's parameters, by name
     * @throws ResultFault if the benchmark found its results changed
     */
    static Times run(Class<?> type, String benchmark, Map<String, Object> parameters, Effort effort) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + type.getName().replace(".", "\\.") + "\\." + benchmark + "$")
                .addProfiler(GCProfiler.class)
                .addProfiler(MachineProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        parameters.forEach((name, value) -> options.param(name, value.toString()));
        effort.applyTo(options);
        try {
            return times(new Runner(options.build()).run());
        } catch (RunnerException failure) {
            ResultFault.in(failure).ifPresent(fault -> {
                throw fault;
            });
            if (failure.getMessage().contains("JMH lock")) {
                throw new UserError("bench: another JMH run is under way on this machine, and both would measure nonsense:"
                        + " wait for it");
            }
            throw new IllegalStateException(type.getSimpleName() + " " + parameters + ": " + failure.getMessage(), failure);
        }
    }

    private static Times times(Collection<RunResult> results) {
        List<List<Conditions.Sample>> forks = new ArrayList<>();
        double allocated = 0;
        for (RunResult result : results) {
            for (BenchmarkResult fork : result.getBenchmarkResults()) {
                forks.add(fork.getIterationResults().stream().map(MachineProfiler::sample).toList());
            }
            Result<?> heap = result.getSecondaryResults().get(ALLOCATED);
            allocated = heap == null ? Double.NaN : heap.getScore();
        }
        return Times.of(forks, allocated);
    }
}
