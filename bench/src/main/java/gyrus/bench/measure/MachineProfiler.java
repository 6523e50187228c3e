package gyrus.bench.measure;

import gyrus.bench.result.Conditions.Sample;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/** Samples with each iteration of JMH what else the machine does; JMH creates it in the process that is measured. */
public final class MachineProfiler implements InternalProfiler {

    private static final String STOLEN = "machine.stolen";
    private static final String OTHERS = "machine.others";
    private static final String MEGAHERTZ = "machine.megahertz";

    private MachineLoad start = MachineLoad.now();

    @Override
    public String getDescription() {
        return "what else the machine does";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        start = MachineLoad.now();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        MachineLoad end = MachineLoad.now();
        return List.of(result(STOLEN, end.stolenSince(start)), result(OTHERS, end.othersSince(start)),
                result(MEGAHERTZ, end.megahertz()));
    }

    private static ScalarResult result(String name, double value) {
        return new ScalarResult(name, value, "", AggregationPolicy.AVG);
    }

    /** Returns what was sampled with an iteration. */
    static Sample sample(IterationResult iteration) {
        return new Sample(iteration.getPrimaryResult().getScore() * 1e-9, score(iteration, STOLEN), score(iteration, OTHERS),
                score(iteration, MEGAHERTZ));
    }

    private static double score(IterationResult iteration, String name) {
        return iteration.getSecondaryResults().get(name).getScore();
    }
}
