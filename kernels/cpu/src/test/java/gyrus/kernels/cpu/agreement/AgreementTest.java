package gyrus.kernels.cpu.agreement;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import gyrus.kernels.Op;
import gyrus.kernels.Support;
import gyrus.kernels.agreement.Agreement;
import gyrus.kernels.agreement.ChosenOps;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.device.Catalog;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.ReferenceDevice;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * Every variant of every op agrees with the reference on every case that it supports, on the CPU. {@link ChosenOps} says how to
 * narrow the test to some ops.
 */
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
        return ChosenOps.all().map(AgreementTest::variants);
    }

    @TestFactory
    Stream<DynamicNode> everyCaseIsServedOnEveryDevice() {
        return ChosenOps.all().map(AgreementTest::coverage);
    }

    private static <S> DynamicNode variants(Op<S> op) {
        return dynamicContainer(op.name(), op.cases().stream().map(problem -> dynamicTest(problem.toString(), () -> {
            try (Agreement<S> reference = new Agreement<>(op, problem, CPU.dtype())) {
                assertAll(Catalog.kernels(op).stream().filter(kernel -> kernel.supports(problem, CPU) instanceof Support.Yes)
                        .map(kernel -> () -> {
                            Agreement.Verdict verdict = reference.check(kernel, CPU);
                            assertTrue(verdict.agrees(), () -> op.name() + " " + kernel.name() + " on " + problem + ": " + verdict);
                        }));
            }
        })));
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
