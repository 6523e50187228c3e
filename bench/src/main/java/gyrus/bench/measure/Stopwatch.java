package gyrus.bench.measure;

import gyrus.kernels.Kernel;
import gyrus.kernels.Op;
import gyrus.kernels.Plan;
import gyrus.kernels.device.Device;
import gyrus.kernels.memory.Operand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Times the variants of one problem against each other within this process, by the device's clock: in turns, so that the
 * machine's moods hit all alike.
 */
public final class Stopwatch {

    private static final int ROUNDS = 9;
    private static final double WARM_UP_SECONDS = 0.08;
    private static final double ROUND_SECONDS = 0.004;
    private static final double OUT_OF_THE_RACE = 4; // times the fastest

    /** What timing a variant takes. */
    static final double SECONDS = WARM_UP_SECONDS + ROUNDS * ROUND_SECONDS;

    private Stopwatch() {}

    /**
     * The median seconds of one launch, for each kernel. On a GPU, where nothing has to be compiled by Java, those that are far
     * from the fastest are launched twice alone.
     */
    public static <S> double[] seconds(Op<S> op, S problem, List<Kernel<S>> kernels, Device device) {
        double[] seconds = device.usesHostMemory() ? new double[kernels.size()] : glances(op, problem, kernels, device);
        double most = OUT_OF_THE_RACE * Arrays.stream(seconds).min().orElseThrow();
        int[] racing = IntStream.range(0, seconds.length).filter(i -> seconds[i] <= most).toArray();
        List<double[]> rounds = rounds(op, problem, Arrays.stream(racing).mapToObj(kernels::get).toList(), device);
        for (int i = 0; i < racing.length; i++) {
            seconds[racing[i]] = Arrays.stream(rounds.get(i)).sorted().toArray()[ROUNDS / 2];
        }
        return seconds;
    }

    /** The seconds of each kernel's second launch. */
    private static <S> double[] glances(Op<S> op, S problem, List<Kernel<S>> kernels, Device device) {
        Operand[] operands = Operands.lend(op, problem, device);
        double[] seconds = kernels.stream().map(kernel -> kernel.prepare(problem, device)).mapToDouble(plan -> {
            launch(plan, operands, 1, device);
            return launch(plan, operands, 1, device);
        }).toArray();
        Operands.release(operands);
        return seconds;
    }

    /** The seconds of one launch in each round, for each kernel. */
    static <S> List<double[]> rounds(Op<S> op, S problem, List<Kernel<S>> kernels, Device device) {
        Operand[] operands = Operands.lend(op, problem, device);
        List<Plan> plans = kernels.stream().map(kernel -> kernel.prepare(problem, device)).toList();
        int[] launches = plans.stream().mapToInt(plan -> warmUp(plan, operands, device)).toArray();
        List<double[]> seconds = new ArrayList<>();
        plans.forEach(plan -> seconds.add(new double[ROUNDS]));
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < launches.length; i++) {
                seconds.get(i)[round] = launch(plans.get(i), operands, launches[i], device) / launches[i];
            }
        }
        Operands.release(operands);
        return seconds;
    }

    /** Returns how many launches fill a round. */
    private static int warmUp(Plan plan, Operand[] operands, Device device) {
        WarmUp.until(WARM_UP_SECONDS, () -> launch(plan, operands, 1, device));
        return Math.max(1, (int) (ROUND_SECONDS / launch(plan, operands, 1, device)));
    }

    private static double launch(Plan plan, Operand[] operands, int times, Device device) {
        return device.time(() -> {
            for (int i = 0; i < times; i++) {
                plan.launch(operands);
            }
        });
    }
}
