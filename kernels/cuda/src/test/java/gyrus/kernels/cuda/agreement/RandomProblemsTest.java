package gyrus.kernels.cuda.agreement;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import gyrus.kernels.agreement.RandomProblems;
import gyrus.kernels.cuda.CudaDevice;
import gyrus.kernels.cuda.CudaKernel;
import gyrus.kernels.cuda.driver.PtxDriver;
import gyrus.kernels.device.Catalog;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.Kernel;
import gyrus.kernels.device.Selector;
import gyrus.ptx.program.Modules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Every variant in CUDA agrees with the reference on problems drawn by chance, within the bound of the cases written down.
 *
 * <p>{@code -Dgyrus.random.seed=2 -Dgyrus.random.problems=5000} draws others, and more of them for each op.
 */
@Tag("slow")
final class RandomProblemsTest {

    private static final int PROBLEMS = Integer.getInteger("gyrus.random.problems", 50);
    private static final int INTERPRETED = Math.max(1, PROBLEMS / 25); // on the interpreter, which takes long
    private static final double MOST_INTERPRETED_FLOPS = 2e4;

    private static final Modules MODULES = new Modules();

    @TestFactory
    Stream<DynamicTest> everyVariantInCudaAgreesWithTheReferenceOnRandomProblems() {
        return Catalog.ops().stream().map(op -> dynamicTest(op.name(), () -> RandomProblems.check(op, INTERPRETED,
                MOST_INTERPRETED_FLOPS, CudaKernel.class, RandomProblemsTest::interpreter)));
    }

    /** Returns a device of the interpreter, with the compute capability that the variant is made for. */
    private static Device interpreter(Kernel<?> kernel) {
        CudaKernel<?> cuda = (CudaKernel<?>) kernel;
        int capability = cuda.onlyCapability() == 0 ? Math.max(80, cuda.minCapability()) : cuda.onlyCapability();
        return new CudaDevice(0, new PtxDriver(capability, MODULES), cuda.precision(), Selector.declared());
    }
}
