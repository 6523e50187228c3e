package gyrus.kernels.cuda.agreement;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import gyrus.kernels.DType;
import gyrus.kernels.Op;
import gyrus.kernels.Support;
import gyrus.kernels.agreement.Agreement;
import gyrus.kernels.agreement.RandomProblems;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.CpuKernel;
import gyrus.kernels.cuda.CudaDevice;
import gyrus.kernels.cuda.CudaKernel;
import gyrus.kernels.cuda.driver.PtxDriver;
import gyrus.kernels.device.Catalog;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.Kernel;
import gyrus.kernels.device.Selector;
import gyrus.ptx.program.Modules;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Every variant agrees with the reference on problems drawn by chance, within the bound of the cases written down.
 *
 * <p>{@code -Dgyrus.random.seed=2 -Dgyrus.random.problems=5000} draws others, and more of them for each op.
 */
@Tag("slow")
final class RandomProblemsTest {

    private static final long SEED = Long.getLong("gyrus.random.seed", 1);
    private static final int PROBLEMS = Integer.getInteger("gyrus.random.problems", 50); // for each op, on the CPU
    private static final int INTERPRETED = Math.max(1, PROBLEMS / 25); // on the interpreter, which takes long
    private static final double MOST_INTERPRETED_FLOPS = 2e4;

    private static final Modules MODULES = new Modules();

    @TestFactory
    Stream<DynamicTest> everyVariantForTheCpuAgreesWithTheReferenceOnRandomProblems() {
        return Catalog.ops().stream().map(op -> dynamicTest(op.name(), () -> {
            try (Device device = new CpuDevice(2)) {
                check(op, PROBLEMS, Double.POSITIVE_INFINITY, CpuKernel.class, kernel -> device);
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> everyVariantInCudaAgreesWithTheReferenceOnRandomProblems() {
        return Catalog.ops().stream().map(op -> dynamicTest(op.name(), () ->
                check(op, INTERPRETED, MOST_INTERPRETED_FLOPS, CudaKernel.class, RandomProblemsTest::interpreter)));
    }

    /** As the GPU that the variant is made for. */
    private static Device interpreter(Kernel<?> kernel) {
        CudaKernel<?> cuda = (CudaKernel<?>) kernel;
        int capability = cuda.onlyCapability() == 0 ? Math.max(80, cuda.minCapability()) : cuda.onlyCapability();
        return new CudaDevice(0, new PtxDriver(capability, MODULES), cuda.precision(), Selector.declared());
    }

    private static <S> void check(Op<S> op, int problems, double mostFlops, Class<?> kind, Function<Kernel<?>, Device> deviceOf) {
        Random random = new Random(SEED);
        List<Kernel<S>> kernels = new ArrayList<>(Catalog.kernels(op));
        kernels.removeIf(kernel -> !kind.isInstance(kernel));
        for (int i = 0; i < problems; i++) {
            S problem = RandomProblems.next(op, mostFlops, random);
            int shift = random.nextInt(4);
            try (Agreement<S> reference = new Agreement<>(op, problem, DType.FLOAT32, random.nextLong(), shift)) {
                assertAll(kernels.stream().map(kernel -> () -> {
                    Device device = deviceOf.apply(kernel);
                    if (kernel.supports(problem, device) instanceof Support.Yes) {
                        Agreement.Verdict verdict = reference.check(kernel, device);
                        assertTrue(verdict.agrees(), () -> op.name() + " by " + kernel.name() + " on " + problem
                                + ", operands shifted by " + shift + ", seed " + SEED + ": " + verdict);
                    }
                }));
            }
        }
    }
}
