package gyrus.kernels.cpu.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import gyrus.kernels.Extent;
import gyrus.kernels.Op;
import gyrus.kernels.Port;
import gyrus.kernels.Support;
import gyrus.kernels.agreement.Agreement;
import gyrus.kernels.agreement.ChosenOps;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.device.Catalog;
import gyrus.kernels.device.Kernel;
import gyrus.kernels.memory.Block;
import gyrus.kernels.memory.Operand;
import gyrus.kernels.memory.Pool;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Every variant for the CPU gives the same bits on one, two and three threads. */
final class DeterminismTest {

    private static final List<CpuDevice> DEVICES = List.of(new CpuDevice(1), new CpuDevice(2), new CpuDevice(3));

    @AfterAll
    static void close() {
        DEVICES.forEach(CpuDevice::close);
    }

    @TestFactory
    Stream<DynamicNode> everyVariantGivesTheSameBitsOnAnyNumberOfThreads() {
        return ChosenOps.all().map(DeterminismTest::variants);
    }

    private static <S> DynamicNode variants(Op<S> op) {
        List<DynamicNode> variants = new ArrayList<>();
        for (Kernel<S> kernel : Catalog.kernels(op)) {
            List<DynamicNode> cases = new ArrayList<>();
            for (S problem : op.cases()) {
                if (kernel.supports(problem, DEVICES.getFirst()) instanceof Support.Yes) {
                    cases.add(dynamicTest(problem.toString(), () -> compare(op, problem, kernel)));
                }
            }
            variants.add(dynamicContainer(kernel.name(), cases));
        }
        return dynamicContainer(op.name(), variants);
    }

    private static <S> void compare(Op<S> op, S problem, Kernel<S> kernel) {
        try (Pool pool = new Pool()) {
            List<Block> expected = run(op, problem, kernel, DEVICES.getFirst(), pool);
            for (CpuDevice device : DEVICES.subList(1, DEVICES.size())) {
                List<Block> actual = run(op, problem, kernel, device, pool);
                for (int i = 0; i < expected.size(); i++) {
                    MemorySegment wanted = expected.get(i).segment();
                    String port = op.ports(problem).get(i).name();
                    assertEquals(-1, wanted.mismatch(actual.get(i).segment()),
                            () -> op.name() + " " + kernel.name() + " on " + problem + ": first byte of " + port
                                    + " that differs on "
                                    + device.description());
                }
            }
        }
    }

    /** The operands after one launch. */
    private static <S> List<Block> run(Op<S> op, S problem, Kernel<S> kernel, CpuDevice device, Pool pool) {
        Random random = new Random(problem.toString().hashCode());
        List<Block> blocks = new ArrayList<>();
        for (Port port : op.ports(problem)) {
            blocks.add(pool.allocate(device.dtype(), port.extent().span()));
            fill(port, random, Operand.of(blocks.getLast()));
        }
        kernel.prepare(problem, device).launch(blocks.stream().map(Operand::of).toArray(Operand[]::new));
        return blocks;
    }

    private static void fill(Port port, Random random, Operand operand) {
        Extent extent = port.extent();
        for (long i = 0; i < extent.span(); i++) {
            operand.set(i, Agreement.value(port.values(), random));
        }
    }
}
