package gyrus.kernels.cuda.ptx;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Faults put into the pipelines that ship are found: by the interpreter's checks, or by disagreement with the reference. */
final class SeededPipelineFaultTest {

    /** 144 pixels of 40 channels: more than one tile of rows, and four of terms. */
    private static final ConvSpec PROBLEM = new ConvSpec(Image.dense(1, 12, 12, 40), Image.dense(1, 12, 12, 32),
            new Filter(1, 3, 1, 0, 1, 1), Epilogue.BIAS_RELU, false);

    static List<CudaKernel<ConvSpec>> pipelines() {
        return Stream.of("pipelined", "pipelined_tensorcore_tf32", "pipelined_tensorcore_bf16")
                .map(name -> OwnVariants.named(new ConvForward(), name)).toList();
    }

    private static Agreement.Verdict verdict(CudaKernel<ConvSpec> kernel, UnaryOperator<String> fault) {
        try (CudaDevice device = new CudaDevice(0, new PtxDriver(80, new Modules(fault)), kernel.precision(),
                Selector.declared())) {
            return Agreement.check(new ConvForward(), PROBLEM, kernel, device, 1);
        }
    }

    private static String messageOf(CudaKernel<ConvSpec> kernel, UnaryOperator<String> fault) {
        return assertThrows(Fault.class, () -> verdict(kernel, fault)).getMessage();
    }

    /** All occurrences, of which there are some. */
    private static UnaryOperator<String> replaced(String pattern, String replacement) {
        return ptx -> {
            String changed = ptx.replaceAll(pattern, replacement);
            assertFalse(changed.equals(ptx), () -> pattern + " is in no line");
            return changed;
        };
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void asTheyShipTheyAreRight(CudaKernel<ConvSpec> kernel) {
        assertEquals("", verdict(kernel, ptx -> ptx).damage());
        assertTrue(verdict(kernel, ptx -> ptx).agrees());
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void aTileThatIsNotWaitedForIsStillBeingCopied(CudaKernel<ConvSpec> kernel) {
        String message = messageOf(kernel, replaced("cp.async.wait_group +1;", ""));
        assertTrue(message.contains("to which cp.async is still copying"), message);
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void waitingForOneTileTooFewIsNotEnough(CudaKernel<ConvSpec> kernel) {
        String message = messageOf(kernel, replaced("cp.async.wait_group +1;", "cp.async.wait_group 2;"));
        assertTrue(message.contains("to which cp.async is still copying"), message);
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void aMissingBarrierIsARace(CudaKernel<ConvSpec> kernel) {
        String message = messageOf(kernel, ptx -> {
            int wait = ptx.indexOf("cp.async.wait_group", ptx.indexOf(".entry convForward32"));
            int barrier = ptx.indexOf("bar.sync", wait);
            return ptx.substring(0, barrier) + "//" + ptx.substring(barrier);
        });
        assertTrue(message.startsWith("race: ") && message.contains(" reads ")
                || message.contains("to which cp.async is still copying"), message);
    }

    /** Copies swizzle the float4 of a line; reads must do so, too. */
    @ParameterizedTest
    @MethodSource("pipelines")
    void aFourThatIsReadWhereItsNeighbourWasPutGivesOtherResults(CudaKernel<ConvSpec> kernel) {
        UnaryOperator<String> fault = ptx -> {
            int wait = ptx.indexOf("cp.async.wait_group", ptx.indexOf(".entry convForward32"));
            Matcher read = Pattern.compile("\n\\s*(ldmatrix|ld\\.shared).*\\[(%r\\d+)").matcher(ptx);
            assertTrue(read.find(wait));
            return ptx.substring(0, read.start()) + "\n\txor.b32 " + read.group(2) + ", " + read.group(2) + ", 16;"
                    + ptx.substring(read.start());
        };
        assertFalse(verdict(kernel, fault).agrees());
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void memoryBeyondTheBorderIsNotZeroByItself(CudaKernel<ConvSpec> kernel) {
        String message = messageOf(kernel, replaced("(cp.async.ca.shared.global .*, 16), %r\\d+;", "$1, 16;"));
        assertTrue(message.contains("copies from 16 bytes at byte"), message);
    }
}
