package gyrus.kernels.cuda.ptx;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.kernels.Image;
import gyrus.kernels.agreement.Agreement;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.ConvSpec.Epilogue;
import gyrus.kernels.conv.ConvSpec.Filter;
import gyrus.kernels.conv.forward.ConvForward;
import gyrus.kernels.cuda.CudaDevice;
import gyrus.kernels.cuda.CudaKernel;
import gyrus.kernels.cuda.OwnVariants;
import gyrus.kernels.cuda.driver.PtxDriver;
import gyrus.kernels.device.Selector;
import gyrus.ptx.fault.Fault;
import gyrus.ptx.program.Modules;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Faults put into the kernels for Hopper are found: waits left out, counts that are wrong, matrices taken for others. */
final class SeededHopperFaultTest {

    /** A problem with more steps along K than pipeline stages. */
    private static final ConvSpec PROBLEM = new ConvSpec(Image.dense(1, 12, 12, 72), Image.dense(1, 12, 12, 32),
            Filter.same(3), Epilogue.BIAS_RELU, false);

    static List<CudaKernel<ConvSpec>> kernels() {
        return Stream.concat(ofBoxes().stream(), ofRegisters().stream()).toList();
    }

    /** Both factors of the products are in shared memory. */
    static List<CudaKernel<ConvSpec>> ofBoxes() {
        return List.of(OwnVariants.named(new ConvForward(), "wgmma_tf32"), OwnVariants.named(new ConvForward(), "wgmma_bf16"));
    }

    /** The left factor is read to registers. */
    static List<CudaKernel<ConvSpec>> ofRegisters() {
        return List.of(OwnVariants.named(new ConvForward(), "wgmma_halo_tf32"),
                OwnVariants.named(new ConvForward(), "wgmma_halo_bf16"));
    }

    private static Agreement.Verdict verdict(CudaKernel<ConvSpec> kernel, String pattern, String replacement) {
        UnaryOperator<String> fault = ptx -> {
            String changed = ptx.replaceAll(pattern, replacement);
            assertFalse(changed.equals(ptx), () -> pattern + " is in no line");
            return changed;
        };
        try (CudaDevice device = new CudaDevice(0, new PtxDriver(90, new Modules(fault)), kernel.precision(),
                Selector.declared())) {
            return Agreement.check(new ConvForward(), PROBLEM, kernel, device, 1);
        }
    }

    private static void assertFault(CudaKernel<ConvSpec> kernel, String pattern, String replacement, String expected) {
        String message = assertThrows(Fault.class, () -> verdict(kernel, pattern, replacement)).getMessage();
        assertTrue(Pattern.compile(expected).matcher(message).find(), message);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void asTheyShipTheyAreRight(CudaKernel<ConvSpec> kernel) {
        assertTrue(verdict(kernel, "\\z", "\n").agrees());
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void boxesThatAreNotWaitedForAreFound(CudaKernel<ConvSpec> kernel) {
        assertFault(kernel, "mbarrier.try_wait.parity.*;", "setp.eq.u32 %done, 0, 0;",
                "cp.async is still copying|it did not wait for the phase to end");
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void aBoxBeginsAtMultiplesOf16Bytes(CudaKernel<ConvSpec> kernel) {
        assertFault(kernel, "(cp.async.bulk.tensor.4d\\S+ \\[%r\\d+\\], \\[%rd\\d+, \\{)(%r\\d+)", "add.s32 $2, $2, 1;\n$1$2",
                "bytes from the beginning of its tensor's lines, which is no multiple of 16");
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void aStageIsNotFreeBeforeItsProductsWereWaitedFor(CudaKernel<ConvSpec> kernel) {
        assertFault(kernel, "wgmma.wait_group.sync.aligned [01];", "", "which wgmma is still reading");
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void anArrivalTooFewIsWaitedForForEver(CudaKernel<ConvSpec> kernel) {
        assertFault(kernel, "(mov.u32 \\t%r\\d+), 256;", "$1, 257;", "waits for ever");
    }

    @ParameterizedTest
    @MethodSource("ofBoxes")
    void aFactorTakenForTheOtherGivesOtherResults(CudaKernel<ConvSpec> kernel) {
        assertFalse(verdict(kernel, "(wgmma.mma_async.* )(%rd\\d+), (%rd\\d+), 1, 1", "$1$2, $2, 1, 1").agrees());
    }

    @ParameterizedTest
    @MethodSource("ofRegisters")
    void aRowTakenForTheOneBelowGivesOtherResults(CudaKernel<ConvSpec> kernel) {
        assertFalse(verdict(kernel, "(wgmma.mma_async.*, \\{)(%r\\d+), (%r\\d+), (%r\\d+, %r\\d+\\}, %rd)", "$1$3, $2, $4")
                .agrees());
    }
}
