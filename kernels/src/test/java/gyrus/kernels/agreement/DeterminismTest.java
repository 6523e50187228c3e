package gyrus.kernels.agreement;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import gyrus.kernels.Catalog;
import gyrus.kernels.Kernel;
import gyrus.kernels.Op;
import gyrus.kernels.Port;
import gyrus.kernels.Support;
import gyrus.kernels.device.CpuDevice;
import gyrus.kernels.memory.Block;
import gyrus.kernels.memory.Operand;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Every CPU variant gives the same bits on 1, 2 and 3 threads. */
final class DeterminismTest {

    private static final List<CpuDevice> DEVICES = List.of(new CpuDevice(1), new CpuDevice(2), new CpuDevice(3));

    @AfterAll
    static void close() {
        DEVICES.forEach(CpuDevice::close);
    }

    @TestFactory
    Stream<DynamicNode> resultsDoNotDependOnTheNumberOfThreads() {
        return Catalog.ops().stream().map(DeterminismTest::variants);
    }

    private static <S> DynamicNode variants(Op<S> op) {
        List<DynamicNode> tests = new ArrayList<>();
        for (Kernel<S> kernel : Catalog.kernels(op)) {
            for (S problem : op.cases()) {
                if (kernel.supports(problem, DEVICES.getFirst()) instanceof Support.Yes) {
                    tests.add(dynamicTest(kernel.name() + " " + problem, () -> {
                        byte[] expected = run(op, problem, kernel, DEVICES.getFirst());
                        for (CpuDevice device : DEVICES) {
                            assertArrayEquals(expected, run(op, problem, kernel, device), device.description());
                        }
                    }));
                }
            }
        }
        return dynamicContainer(op.name(), tests);
    }

    /** The bytes of all operands after a launch on random values. */
    private static <S> byte[] run(Op<S> op, S problem, Kernel<S> kernel, CpuDevice device) {
        Random random = new Random(problem.toString().hashCode());
        List<Port> ports = op.ports(problem);
        List<Block> blocks = ports.stream().map(port -> device.lend(port.extent().span())).toList();
        for (int i = 0; i < blocks.size(); i++) {
            boolean positive = ports.get(i).values() != Port.Values.NORMAL;
            for (long at = 0; at < blocks.get(i).elements(); at++) {
                double value = positive ? random.nextDouble() : random.nextGaussian();
                Operand.of(blocks.get(i)).set(at, value);
            }
        }
        kernel.prepare(problem, device).launch(blocks.stream().map(Operand::of).toArray(Operand[]::new));
        byte[] bytes = new byte[blocks.stream().mapToInt(block -> Math.toIntExact(block.bytes())).sum()];
        int at = 0;
        for (Block block : blocks) {
            int length = Math.toIntExact(block.bytes());
            MemorySegment.copy(block.segment(), ValueLayout.JAVA_BYTE, 0, bytes, at, length);
            at += length;
            block.release();
        }
        return bytes;
    }
}
