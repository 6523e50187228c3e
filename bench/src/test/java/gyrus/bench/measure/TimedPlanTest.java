package gyrus.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.bench.measure.halving.Exact;
import gyrus.bench.measure.halving.Halve;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.CpuKernel;
import gyrus.kernels.device.Kernel;
import gyrus.kernels.device.Plan;
import gyrus.kernels.matmul.Matmul;
import gyrus.kernels.matmul.MatmulSpec;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Results are looked at after timing: a variant that goes wrong on the way is found, a right one is not suspected. */
final class TimedPlanTest {

    private static final int ELEMENTS = 7;

    private final CpuDevice device = new CpuDevice(1);

    @AfterEach
    void close() {
        device.close();
    }

    /** Halves correctly until a number of launches, and from then on does something else, too. */
    private record Wearing(int launches, Plan damage) implements CpuKernel<Integer> {

        @Override
        public Plan prepare(Integer elements, CpuDevice device) {
            Plan halve = new Exact().prepare(elements, device);
            int[] done = {0};
            return operands -> {
                halve.launch(operands);
                if (++done[0] > launches) {
                    damage.launch(operands);
                }
            };
        }
    }

    private Optional<String> faultAfter(int launches, Kernel<Integer> kernel, long bytes) {
        TimedPlan plan = TimedPlan.of(new Halve(), ELEMENTS, kernel, device, bytes);
        for (int i = 0; i < launches; i++) {
            plan.launch();
        }
        return plan.fault();
    }

    @Test
    void aRightVariantHasNoFault() {
        assertEquals(Optional.empty(), faultAfter(20, new Exact(), 0));
        assertEquals(Optional.empty(), faultAfter(20, new Exact(), 1 << 12));
        assertEquals(Optional.empty(), faultAfter(0, new Exact(), 1 << 12));
    }

    @Test
    void aResultThatChangesAfterManyLaunchesIsFound() {
        Wearing wearing = new Wearing(15, operands -> operands[1].set(3, operands[1].get(3) + 1e-6f));

        assertEquals(Optional.empty(), faultAfter(14, wearing, 0));
        assertEquals(Optional.of("computed another y after 20 launches than at first"), faultAfter(20, wearing, 0));
        assertEquals(Optional.of("computed another y after 20 launches than at first"), faultAfter(20, wearing, 1 << 12));
    }

    @Test
    void anInputThatIsChangedIsFound() {
        assertEquals(Optional.of("changed its input x in 20 launches"),
                faultAfter(20, new Wearing(15, operands -> operands[0].set(6, 0)), 0));
    }

    @Test
    void aResultThatEachLaunchAddsToIsComparedAfterALaunchOnFreshOperands() {
        MatmulSpec adding = new MatmulSpec(3, 4, 5, false, false, true);
        for (Kernel<MatmulSpec> kernel : new Case<>(new Matmul(), adding, 0).variants(device)) {
            TimedPlan plan = TimedPlan.of(new Matmul(), adding, kernel, device, 0);
            for (int i = 0; i < 20; i++) {
                plan.launch();
            }
            assertEquals(Optional.empty(), plan.fault(), kernel.name());
        }
    }

    @Test
    void coldOperandsAreOthersInEachLaunchUntilAllHadTheirTurn() {
        Set<Long> addresses = new HashSet<>();
        CpuKernel<Integer> noting = (elements, on) -> {
            Plan halve = new Exact().prepare(elements, on);
            return operands -> {
                halve.launch(operands);
                addresses.add(operands[0].address());
            };
        };
        TimedPlan plan = TimedPlan.of(new Halve(), ELEMENTS, noting, device, 1 << 12);
        int sets = (1 << 12) / (2 * 64); // two operands of a cache line each
        for (int i = 1; i <= sets; i++) {
            plan.launch();
        }
        assertEquals(sets, addresses.size());
        plan.launch();
        assertEquals(sets, addresses.size());
        assertTrue(plan.fault().isEmpty());
    }
}
