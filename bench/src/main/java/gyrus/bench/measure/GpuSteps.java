package gyrus.bench.measure;

import gyrus.bench.result.Measurement;
import gyrus.bench.result.Times;
import gyrus.bench.workload.NetworkShape;
import gyrus.bench.workload.Workload;
import gyrus.engine.Engine;
import gyrus.kernels.device.Profile;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Times whole steps on a GPU by the host's clock, with the loss read after each step, as in a training. */
public record GpuSteps(String device, NetworkShape network, PrintWriter log) {

    private static final int WARM_UPS = 10;
    private static final int ROUNDS = 15;
    private static final double ROUND_SECONDS = 0.2;

    /** Returns the times of training op by op, of training captured as one graph, and of inference. */
    public List<Measurement> measure() {
        log.println(network + " on " + device);
        log.flush();
        try (Workload workload = new Workload(Engine.on(device), network)) {
            List<Measurement> measurements = new ArrayList<>();
            measurements.add(measurement("training", "op by op", network.trainingLaunches(), time(workload::train)));
            measurements.add(measurement("training", "captured", network.trainingLaunches(), time(workload::trainRepeatedly)));
            measurements.add(measurement("inference", "op by op", network.inferenceLaunches(), time(workload::infer)));
            return measurements;
        }
    }

    private Measurement measurement(String what, String how, List<Profile.Row<?>> launches, Times times) {
        double bytes = launches.stream().mapToDouble(row -> row.bytes() * row.calls()).sum();
        return new Measurement(what, network + " on " + device, how, 1, NetworkShape.flops(launches), bytes, Double.NaN, Double.NaN,
                times);
    }

    private static Times time(Runnable step) {
        double warm = seconds(step, WARM_UPS) / WARM_UPS;
        int steps = Math.max(1, (int) (ROUND_SECONDS / warm));
        List<Double> rounds = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            rounds.add(seconds(step, steps) / steps);
        }
        return new Times(List.of(rounds), Double.NaN);
    }

    private static double seconds(Runnable step, int times) {
        long start = System.nanoTime();
        for (int i = 0; i < times; i++) {
            step.run();
        }
        return (System.nanoTime() - start) * 1e-9;
    }
}
