package gyrus.bench.measure;

import gyrus.bench.result.Times;
import gyrus.kernels.Op;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.Kernel;
import gyrus.kernels.device.Plan;
import gyrus.kernels.memory.Operand;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Times the variants of one problem in this process by the device's clock. The variants take turns, so that disturbances affect
 * all of them equally.
 */
public final class Stopwatch {

    private static final int ROUNDS = 9;
    private static final double WARM_UP_SECONDS = 0.08; // of Java
    private static final double ROUND_SECONDS = 0.004;
    private static final double OUT_OF_THE_RACE = 4; // times the fastest

    /** The seconds that timing a variant on a GPU takes. */
    static final double SECONDS = (1 + ROUNDS) * ROUND_SECONDS;

    private final Device device;
    private final Operand[] operands;

    private Stopwatch(Device device, Operand[] operands) {
        this.device = device;
        this.operands = operands;
    }

    /**
     * Returns the seconds of one launch in each round, for each kernel. On a GPU, a kernel that is far slower than the fastest is
     * launched only twice, and the second launch counts.
     */
    public static <S> List<Times> race(Op<S> op, S problem, List<Kernel<S>> kernels, Device device) {
        Operand[] operands = Operands.allocate(op, problem, device);
        try {
            Stopwatch stopwatch = new Stopwatch(device, operands);
            List<Plan> plans = kernels.stream().map(kernel -> kernel.prepare(problem, device)).toList();
            return (device.usesHostMemory() ? stopwatch.rounds(plans) : stopwatch.race(plans))
                    .stream().map(seconds -> new Times(List.of(Arrays.stream(seconds).boxed().toList()), Double.NaN)).toList();
        } finally {
            Operands.release(operands);
        }
    }

    private List<double[]> race(List<Plan> plans) {
        double[][] seconds = plans.stream().map(plan -> new double[] {secondLaunch(plan)}).toArray(double[][]::new);
        double most = OUT_OF_THE_RACE * Arrays.stream(seconds).mapToDouble(each -> each[0]).min().orElseThrow();
        int[] racing = IntStream.range(0, seconds.length).filter(i -> seconds[i][0] <= most).toArray();
        List<double[]> rounds = rounds(Arrays.stream(racing).mapToObj(plans::get).toList());
        for (int i = 0; i < racing.length; i++) {
            seconds[racing[i]] = rounds.get(i);
        }
        return List.of(seconds);
    }

    private double secondLaunch(Plan plan) {
        launch(plan, 1);
        return launch(plan, 1);
    }

    /** Returns the seconds of one launch: [plan][round]. */
    private List<double[]> rounds(List<Plan> plans) {
        int[] launches = plans.stream().mapToInt(this::warmUp).toArray();
        List<double[]> seconds = plans.stream().map(plan -> new double[ROUNDS]).toList();
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < launches.length; i++) {
                seconds.get(i)[round] = launch(plans.get(i), launches[i]) / launches[i];
            }
        }
        return seconds;
    }

    /** Returns how many launches fill a round. */
    private int warmUp(Plan plan) {
        if (device.usesHostMemory()) {
            WarmUp.until(WARM_UP_SECONDS, () -> launch(plan, 1));
        }
        int launches = Math.max(1, (int) (ROUND_SECONDS / launch(plan, 1)));
        return Math.max(1, (int) (ROUND_SECONDS * launches / launch(plan, launches)));
    }

    private double launch(Plan plan, int times) {
        return device.time(() -> {
            for (int i = 0; i < times; i++) {
                plan.launch(operands);
            }
        });
    }
}
