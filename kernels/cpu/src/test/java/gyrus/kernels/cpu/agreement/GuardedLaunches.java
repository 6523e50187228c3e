package gyrus.kernels.cpu.agreement;

import gyrus.kernels.Extent;
import gyrus.kernels.Op;
import gyrus.kernels.Port;
import gyrus.kernels.Support;
import gyrus.kernels.agreement.Agreement;
import gyrus.kernels.agreement.RandomProblems;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.device.Catalog;
import gyrus.kernels.device.Kernel;
import gyrus.kernels.memory.Operand;
import gyrus.kernels.memory.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Launches every variant for the CPU on operands between untouchable pages. A kernel that leaves its operands ends the process, so
 * each launch is named before it begins: the last line of the output names the one at fault.
 */
final class GuardedLaunches {

    /** The line that is printed after the last launch. */
    static final String DONE = "no variant left its operands";

    /** Operations of a case that are worth it. */
    private static final double MOST_FLOPS = 4e5;

    private GuardedLaunches() {}

    /** Takes the number of random problems for each op, and their seed. */
    public static void main(String[] arguments) {
        int randomProblems = Integer.parseInt(arguments[0]);
        Random random = new Random(Long.parseLong(arguments[1]));
        try (CpuDevice device = new CpuDevice(1)) {
            for (Op<?> op : Catalog.ops()) {
                launch(op, randomProblems, random, device);
            }
        }
        System.out.println(DONE);
    }

    private static <S> void launch(Op<S> op, int randomProblems, Random random, CpuDevice device) {
        List<S> problems = new ArrayList<>(op.cases());
        problems.removeIf(problem -> op.flops(problem) > MOST_FLOPS);
        for (int i = 0; i < randomProblems; i++) {
            problems.add(RandomProblems.next(op, random));
        }
        for (S problem : problems) {
            for (Kernel<S> kernel : Catalog.kernels(op)) {
                if (kernel.supports(problem, device) instanceof Support.Yes) {
                    for (GuardedHeap.End end : GuardedHeap.End.values()) {
                        System.out.println(op.name() + " by " + kernel.name() + " on " + problem + ", untouchable memory " + end);
                        launch(op, problem, kernel, end, random, device);
                    }
                }
            }
        }
    }

    private static <S> void launch(Op<S> op, S problem, Kernel<S> kernel, GuardedHeap.End end, Random random, CpuDevice device) {
        try (Pool pool = new Pool(new GuardedHeap(end))) {
            List<Operand> operands = new ArrayList<>();
            for (Port port : op.ports(problem)) {
                operands.add(Operand.of(pool.allocate(device.dtype(), port.extent().span())));
                fill(port, random, operands.getLast());
            }
            kernel.prepare(problem, device).launch(operands.toArray(Operand[]::new));
        }
    }

    private static void fill(Port port, Random random, Operand operand) {
        Extent extent = port.extent();
        for (long i = 0; i < extent.span(); i++) {
            operand.set(i, Agreement.value(port.values(), random));
        }
    }
}
