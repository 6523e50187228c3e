package gyrus.kernels.cpu.preference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.kernels.Image;
import gyrus.kernels.Op;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.ConvSpec.Epilogue;
import gyrus.kernels.conv.ConvSpec.Filter;
import gyrus.kernels.conv.forward.ConvForward;
import gyrus.kernels.conv.gradinput.ConvGradInput;
import gyrus.kernels.conv.gradweight.ConvGradWeight;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.CpuKernel;
import gyrus.kernels.device.PreferenceNames;
import gyrus.kernels.device.Selector;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The CPU's preference names kernels that exist, for every op, and chooses what was measured to be fastest. */
final class CpuPreferenceTest {

    @Test
    void everyOpIsListedAndEveryNameIsAKernels() {
        assertEquals(List.of(), PreferenceNames.faults(new CpuPreference(), CpuKernel.class));
    }

    @ParameterizedTest
    @CsvSource({"conv forward, 64, 32, 32, Winograd", "conv forward, 4, 32, 32, Winograd2x2",
        "conv forward, 128, 1, 32, MatrixProduct",
        "conv grad input, 64, 32, 32, Winograd", "conv grad input, 64, 32, 2, Direct", "conv grad weight, 128, 32, 32, Winograd",
        "conv grad weight, 4, 32, 32, Winograd2x2", "conv grad weight, 128, 2, 32, MatrixProduct"})
    void a3x3ConvolutionRunsByTheKernelThatWasMeasuredToBeFastest(String op, int size, int in, int out, String kernel) {
        assertEquals(kernel, chosen(op,
                new ConvSpec(Image.dense(2, size, size, in), Image.dense(2, size, size, out), Filter.same(3),
                        Epilogue.NONE, false)));
    }

    @ParameterizedTest
    @CsvSource({"conv forward, 1, 1, DotProduct", "conv forward, 1, 32, MatrixProduct", "conv grad weight, 1, 1, ScaledSums",
        "conv forward, 2, 64, MatrixProduct", "conv grad input, 2, 64, MatrixProduct", "conv grad input, 1, 1, OuterProduct"})
    void aConvolutionWhoseWindowsTouchIsAProduct(String op, int stride, int out, String kernel) {
        assertEquals(kernel, chosen(op, new ConvSpec(Image.dense(2, 32, 32, 64), Image.dense(2, 32 / stride, 32 / stride, out),
                Filter.blocks(stride), Epilogue.NONE, false)));
    }

    private static String chosen(String name, ConvSpec problem) {
        Op<ConvSpec> op = List.of(new ConvForward(), new ConvGradInput(), new ConvGradWeight()).stream()
                .filter(each -> each.name().equals(name)).findFirst().orElseThrow();
        try (CpuDevice device = new CpuDevice(1)) {
            assertTrue(new CpuPreference().isFor(device));
            return Selector.declared().choose(op, problem, device).name();
        }
    }
}
