package gyrus.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import gyrus.kernels.DType;
import gyrus.kernels.Op;
import gyrus.kernels.Port;
import gyrus.kernels.Support;
import gyrus.kernels.agreement.Agreement;
import gyrus.kernels.agreement.ChosenOps;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.forward.ConvForward;
import gyrus.kernels.cuda.driver.PtxDriver;
import gyrus.kernels.cuda.launch.Precision;
import gyrus.kernels.cuda.vendor.Natives;
import gyrus.kernels.device.Catalog;
import gyrus.kernels.device.Kernel;
import gyrus.kernels.device.Selector;
import gyrus.ptx.program.Modules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.DoublePredicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Every variant in CUDA agrees with the reference on every case, on an interpreter that runs the PTX that ships and checks its
 * every access to memory.
 */
@Execution(ExecutionMode.CONCURRENT)
final class CudaAgreementTest {

    /** The operations of a case, by the textbook algorithm, that the interpreter computes in about a tenth of a second. */
    private static final double QUICK = 1e6;

    private static final Pattern ENTRY = Pattern.compile("\\.entry\\s+(\\w+)");

    private static final Modules MODULES = new Modules();

    @TestFactory
    Stream<DynamicNode> everyVariantAgreesWithTheReferenceOnQuickCases() {
        return variants(flops -> flops <= QUICK, CudaAgreementTest::interpreter);
    }

    @Tag("slow")
    @TestFactory
    Stream<DynamicNode> everyVariantAgreesWithTheReferenceOnLongCases() {
        return variants(flops -> flops > QUICK, CudaAgreementTest::interpreter);
    }

    /** Operands that begin at an odd element rule out accesses of 16 bytes even if the pitches allow them. */
    @TestFactory
    Stream<DynamicNode> everyVariantAgreesWithTheReferenceWhereOperandsBeginAtOddElements() {
        return ChosenOps.all().map(CudaAgreementTest::shifted);
    }

    private static <S> DynamicNode shifted(Op<S> op) {
        List<DynamicNode> tests = new ArrayList<>();
        for (CudaKernel<S> kernel : OwnVariants.of(op)) {
            op.cases().stream().filter(problem -> isFloat4Aligned(op, problem) && kernel.supports(problem) instanceof Support.Yes)
                    .min(Comparator.comparingDouble(problem -> op.bytes(problem, DType.FLOAT32)))
                    .ifPresent(problem -> tests.add(dynamicTest(kernel.name() + " on " + problem, () -> {
                        try (Agreement<S> reference = new Agreement<>(op, problem, DType.FLOAT32, 1, 1)) {
                            check(reference, op, problem, kernel, kernel.precision(), CudaAgreementTest::interpreter);
                        }
                    })));
        }
        return dynamicContainer(op.name(), tests);
    }

    /** Returns whether the pitches of all operands are multiples of four elements. */
    private static <S> boolean isFloat4Aligned(Op<S> op, S problem) {
        return op.ports(problem).stream().map(Port::extent).anyMatch(extent -> extent.width() > 4 && extent.pitch() % 4 == 0);
    }

    @TestFactory
    Stream<DynamicNode> everyVariantAgreesWithTheReferenceOnTheGpuOfThisMachine() {
        assumeTrue(Natives.isInstalled("libcuda.so.1"), "no NVIDIA driver here");
        return variants(flops -> true, (kernel, precision) -> CudaDevice.open(0, precision));
    }

    /** Returns a device of the interpreter, with the compute capability that the variant is made for. */
    private static CudaDevice interpreter(Kernel<?> kernel, Precision precision) {
        return new CudaDevice(0, new PtxDriver(OwnVariants.capability(kernel), MODULES), precision, Selector.declared());
    }

    /** None of our own variants is left out of the tests above: each is run on some case. */
    @Test
    void everyVariantIsProvedOnSomeCase() {
        Map<String, String> reasons = new TreeMap<>();
        for (Op<?> op : Catalog.ops()) {
            unproved(op, reasons);
        }
        assertEquals(Map.of(), reasons);
    }

    /** No kernel of a source is left out of the tests above: each is launched on some case. */
    @Test
    void everyEntryOfThePtxThatShipsIsLaunchedOnSomeCase() {
        Set<String> idle = new TreeSet<>();
        for (Op<?> op : Catalog.ops()) {
            idle.addAll(entriesNeverLaunched(op));
        }
        assertEquals(Set.of(), idle);
    }

    private static <S> Set<String> entriesNeverLaunched(Op<S> op) {
        Set<String> shipped = new TreeSet<>();
        Set<String> launched = new TreeSet<>();
        for (CudaKernel<S> kernel : OwnVariants.of(op)) {
            Ptx ptx = Ptx.of(kernel);
            String source = op.name() + " " + ptx.name() + " ";
            ENTRY.matcher(ptx.text()).results().map(entry -> source + entry.group(1)).forEach(shipped::add);
            op.cases().stream().filter(problem -> kernel.supports(problem) instanceof Support.Yes)
                    .flatMap(problem -> kernel.launches(problem).stream())
                    .map(launch -> source + launch.kernel()).forEach(launched::add);
        }
        shipped.removeAll(launched);
        return shipped;
    }

    @TestFactory
    Stream<DynamicNode> everyOpIsServedByTheLeastGpuThatIsSupported() {
        return ChosenOps.all().map(CudaAgreementTest::onTheLeastGpu);
    }

    private static <S> DynamicNode onTheLeastGpu(Op<S> op) {
        return dynamicTest(op.name(), () -> {
            try (CudaDevice device = new CudaDevice(0, new PtxDriver(75), Precision.FLOAT32, Selector.declared())) {
                S problem = op.cases().getFirst();
                Selector.declared().choose(op, problem, device).prepare(problem, device);
            }
        });
    }

    @Test
    void hopperKernelsAreRefusedElsewhereWithTheReason() {
        try (CudaDevice device = new CudaDevice(0, new PtxDriver(80), Precision.BF16, Selector.declared())) {
            assertEquals(Support.no("it is made for compute capability 9.0 alone, device cuda:0:bf16 has 8.0"),
                    OwnVariants.named(new ConvForward(), "wgmma_bf16").supports(ConvSpec.cases().getFirst(), device));
        }
    }

    private static <S> void unproved(Op<S> op, Map<String, String> reasons) {
        for (CudaKernel<S> kernel : OwnVariants.of(op)) {
            try (CudaDevice device = interpreter(kernel, kernel.precision())) {
                List<Support> supports = op.cases().stream().map(problem -> kernel.supports(problem, device)).toList();
                if (!supports.contains(Support.yes())) {
                    reasons.put(op.name() + " " + kernel.name(), ((Support.No) supports.getFirst()).reason());
                }
            }
        }
    }

    @TestFactory
    Stream<DynamicNode> everyCaseIsServed() {
        return ChosenOps.all().map(CudaAgreementTest::coverage);
    }

    private static Stream<DynamicNode> variants(DoublePredicate flops, BiFunction<Kernel<?>, Precision, CudaDevice> device) {
        return ChosenOps.all().map(op -> variants(op, flops, device));
    }

    private static <S> DynamicNode variants(Op<S> op, DoublePredicate flops, BiFunction<Kernel<?>, Precision, CudaDevice> device) {
        return dynamicContainer(op.name(), op.cases().stream().filter(problem -> flops.test(op.flops(problem)))
                .map(problem -> dynamicTest(problem.toString(), () -> checkAll(op, problem, device))));
    }

    private static <S> void checkAll(Op<S> op, S problem, BiFunction<Kernel<?>, Precision, CudaDevice> device) {
        try (Agreement<S> reference = new Agreement<>(op, problem, DType.FLOAT32)) {
            assertAll(Catalog.kernels(op).stream().flatMap(kernel -> precisions(kernel).stream()
                    .map(precision -> () -> check(reference, op, problem, kernel, precision, device))));
        }
    }

    /** Our own variants have one, the vendor's take the device's. */
    private static List<Precision> precisions(Kernel<?> kernel) {
        return switch (kernel) {
            case CudaKernel<?> own -> List.of(own.precision());
            case VendorKernel<?> vendor -> List.of(Precision.values());
            default -> List.of();
        };
    }

    private static <S> void check(Agreement<S> reference, Op<S> op, S problem, Kernel<S> kernel, Precision precision,
            BiFunction<Kernel<?>, Precision, CudaDevice> open) {
        try (CudaDevice device = open.apply(kernel, precision)) {
            if (kernel.supports(problem, device) instanceof Support.Yes) {
                Agreement.Verdict verdict = reference.check(kernel, device);
                assertTrue(verdict.agrees(), () -> op.name() + " " + kernel.name() + " in " + precision.text() + " on " + problem
                        + ": " + verdict);
            }
        }
    }

    private static <S> DynamicNode coverage(Op<S> op) {
        return dynamicContainer(op.name(), op.cases().stream().map(problem -> dynamicTest(problem.toString(), () -> {
            try (CudaDevice device = new CudaDevice(0, new PtxDriver(), Precision.FLOAT32, Selector.declared())) {
                assertTrue(Catalog.kernels(op).stream()
                        .anyMatch(kernel -> kernel.supports(problem, device) instanceof Support.Yes),
                        () -> op.name() + ": no variant for CUDA on " + problem);
            }
        })));
    }
}
