package gyrus.kernels.agreement;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import gyrus.kernels.Catalog;
import gyrus.kernels.Kernel;
import gyrus.kernels.Op;
import gyrus.kernels.Support;
import gyrus.kernels.device.CpuDevice;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.ReferenceDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Every variant of every op agrees with the reference on every case that it supports, on every device. */
final class AgreementTest {

    private static final Device CPU = new CpuDevice(2);
    private static final Device REFERENCE = new ReferenceDevice();

    @AfterAll
    static void close() {
        CPU.close();
        REFERENCE.close();
    }

    @TestFactory
    Stream<DynamicNode> everyVariantAgreesWithTheReferenceOnEveryCase() {
        return Catalog.ops().stream().map(AgreementTest::variants);
    }

    @TestFactory
    Stream<DynamicNode> everyCaseIsServedOnEveryDevice() {
        return Catalog.ops().stream().map(AgreementTest::coverage);
    }

    private static <S> DynamicNode variants(Op<S> op) {
        List<DynamicNode> tests = new ArrayList<>();
        for (Kernel<S> kernel : Catalog.kernels(op)) {
            List<DynamicNode> cases = new ArrayList<>();
            for (S problem : op.cases()) {
                if (kernel.supports(problem, CPU) instanceof Support.Yes) {
                    cases.add(dynamicTest(problem.toString(), () -> {
                        Agreement.Verdict verdict = Agreement.check(op, problem, kernel, CPU, problem.toString().hashCode());
                        assertTrue(verdict.agrees(), () -> op.name() + " " + kernel.name() + " on " + problem + ": " + verdict);
                    }));
                }
            }
            tests.add(dynamicContainer(kernel.name(), cases));
        }
        return dynamicContainer(op.name(), tests);
    }

    private static <S> DynamicNode coverage(Op<S> op) {
        return dynamicContainer(op.name(), op.cases().stream().map(problem -> dynamicTest(problem.toString(), () -> {
            for (Device device : List.of(REFERENCE, CPU)) {
                assertTrue(Catalog.kernels(op).stream().anyMatch(kernel -> kernel.supports(problem, device) instanceof Support.Yes),
                        () -> op.name() + ": no variant on " + device.name() + " for " + problem);
            }
        })));
    }
}
