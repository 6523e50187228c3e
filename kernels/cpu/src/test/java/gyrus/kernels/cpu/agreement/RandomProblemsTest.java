package gyrus.kernels.cpu.agreement;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import gyrus.kernels.agreement.RandomProblems;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.CpuKernel;
import gyrus.kernels.device.Catalog;
import gyrus.kernels.device.Device;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Every variant for the CPU agrees with the reference on problems drawn by chance, within the bound of the cases written down.
 *
 * <p>{@code -Dgyrus.random.seed=2 -Dgyrus.random.problems=5000} draws others, and more of them for each op.
 */
@Tag("slow")
final class RandomProblemsTest {

    private static final int PROBLEMS = Integer.getInteger("gyrus.random.problems", 50); // for each op

    @TestFactory
    Stream<DynamicTest> everyVariantForTheCpuAgreesWithTheReferenceOnRandomProblems() {
        return Catalog.ops().stream().map(op -> dynamicTest(op.name(), () -> {
            try (Device device = new CpuDevice(2)) {
                RandomProblems.check(op, PROBLEMS, Double.POSITIVE_INFINITY, CpuKernel.class, kernel -> device);
            }
        }));
    }
}
