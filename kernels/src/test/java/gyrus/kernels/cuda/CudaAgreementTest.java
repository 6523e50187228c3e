package gyrus.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import gyrus.kernels.Catalog;
import gyrus.kernels.CudaKernel;
import gyrus.kernels.Kernel;
import gyrus.kernels.Op;
import gyrus.kernels.Support;
import gyrus.kernels.agreement.Agreement;
import gyrus.kernels.cuda.ptx.Interpreter;
import gyrus.kernels.device.CudaDevice;
import gyrus.kernels.device.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Every variant in CUDA agrees with the reference on every case, on an interpreter that runs the PTX that ships and checks its
 * every access to memory.
 */
final class CudaAgreementTest {

    /** Operations of a case, of the textbook's algorithm, that the interpreter does in about half a second. */
    private static final double QUICK = 6e6;

    @TestFactory
    Stream<DynamicNode> everyVariantAgreesWithTheReferenceOnQuickCases() {
        return variants(flops -> flops <= QUICK);
    }

    @Tag("slow")
    @TestFactory
    Stream<DynamicNode> everyVariantAgreesWithTheReferenceOnLongCases() {
        return variants(flops -> flops > QUICK);
    }

    @TestFactory
    Stream<DynamicNode> everyCaseIsServed() {
        return Catalog.ops().stream().map(CudaAgreementTest::coverage);
    }

    private static Stream<DynamicNode> variants(DoublePredicate flops) {
        return Catalog.ops().stream().map(op -> variants(op, flops));
    }

    private static <S> DynamicNode variants(Op<S> op, DoublePredicate flops) {
        List<DynamicNode> tests = new ArrayList<>();
        for (Kernel<S> kernel : Catalog.kernels(op)) {
            if (kernel instanceof CudaKernel<S> cuda) {
                tests.add(dynamicContainer(kernel.name(), op.cases().stream().filter(problem -> flops.test(op.flops(problem)))
                        .map(problem -> dynamicTest(problem.toString(), () -> check(op, problem, cuda)))));
            }
        }
        return dynamicContainer(op.name(), tests);
    }

    private static <S> void check(Op<S> op, S problem, CudaKernel<S> kernel) {
        try (CudaDevice device = new CudaDevice(0, new Interpreter(), kernel.precision(), Selector.declared())) {
            if (kernel.supports(problem, device) instanceof Support.Yes) {
                Agreement.Verdict verdict = Agreement.check(op, problem, kernel, device, problem.toString().hashCode());
                assertTrue(verdict.agrees(), () -> op.name() + " " + kernel.name() + " on " + problem + ": " + verdict);
            }
        }
    }

    private static <S> DynamicNode coverage(Op<S> op) {
        return dynamicContainer(op.name(), op.cases().stream().map(problem -> dynamicTest(problem.toString(), () -> {
            try (CudaDevice device = new CudaDevice(0, new Interpreter(), Precision.FLOAT32, Selector.declared())) {
                assertTrue(Catalog.kernels(op).stream().anyMatch(kernel -> kernel.supports(problem, device) instanceof Support.Yes));
            }
        })));
    }
}
