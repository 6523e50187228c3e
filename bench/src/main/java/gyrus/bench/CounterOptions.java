package gyrus.bench;

import gyrus.app.failure.UsageError;
import gyrus.bench.measure.PerfCounters;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that asks for the processor's counters. */
final class CounterOptions {

    @Option(names = "--counters",
            description = "count instructions, cycles, misses of the last cache and floating-point assists by Linux's perf, too,"
                    + " in launches after those that are timed. A processor without a counter leaves out its figure")
    private boolean wanted;

    /** Returns the counters where they are wanted and there are some; the log is told why there are none. */
    Optional<PerfCounters> find(LabDevice device, PrintWriter log) {
        if (!wanted) {
            return Optional.empty();
        }
        if (device.isGpu()) {
            throw new UsageError("--counters: counts on the CPU alone, not on " + device.name());
        }
        PerfCounters.Search search = PerfCounters.search();
        if (search.counters().isEmpty()) {
            log.println("--counters: nothing is counted: " + search.refusal());
            log.flush();
        }
        return search.counters();
    }
}
