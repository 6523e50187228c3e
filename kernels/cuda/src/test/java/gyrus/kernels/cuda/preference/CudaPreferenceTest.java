package gyrus.kernels.cuda.preference;

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
import gyrus.kernels.cuda.CudaDevice;
import gyrus.kernels.cuda.CudaKernel;
import gyrus.kernels.cuda.driver.PtxDriver;
import gyrus.kernels.cuda.launch.Precision;
import gyrus.kernels.device.PreferenceNames;
import gyrus.kernels.device.Selector;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The preference for GPUs names kernels that exist, for every op, and chooses what an H200 measured to be fastest. */
final class CudaPreferenceTest {

    @Test
    void everyOpIsListedAndEveryNameIsAKernels() {
        assertEquals(List.of(), PreferenceNames.faults(new CudaPreference(), CudaKernel.class));
    }

    @ParameterizedTest
    @CsvSource({"conv forward, 90, BF16, 64, 64, wgmma_bf16", "conv forward, 90, BF16, 96, 64, wgmma_rows_bf16",
        "conv forward, 90, TF32, 64, 32, wgmma_rows_tf32", "conv forward, 90, TF32, 32, 64, pipelined_tensorcore_tf32",
        "conv forward, 80, TF32, 64, 64, pipelined_tensorcore_tf32", "conv forward, 90, FLOAT32, 64, 64, winograd",
        "conv forward, 80, FLOAT32, 1, 64, pipelined", "conv forward, 75, FLOAT32, 64, 64, tiled",
        "conv grad input, 90, BF16, 64, 64, wgmma_bf16", "conv grad input, 90, TF32, 64, 96, wgmma_rows_tf32",
        "conv grad weight, 90, BF16, 64, 64, wgmma_bf16", "conv grad weight, 90, TF32, 64, 64, pipelined_tensorcore_tf32",
        "conv grad weight, 90, FLOAT32, 33, 32, pipelined"})
    void a3x3ConvolutionOf32ImagesRunsByTheKernelThatWasMeasuredToBeFastest(String name, int capability, Precision precision,
            int in,
            int out, String kernel) {
        Op<ConvSpec> op = List.of(new ConvForward(), new ConvGradInput(), new ConvGradWeight()).stream()
                .filter(each -> each.name().equals(name)).findFirst().orElseThrow();
        ConvSpec problem = new ConvSpec(Image.dense(32, 128, 128, in), Image.dense(32, 128, 128, out), Filter.same(3),
                Epilogue.NONE,
                false);
        try (CudaDevice device = new CudaDevice(0, new PtxDriver(capability), precision, Selector.declared())) {
            assertTrue(new CudaPreference().isFor(device));
            assertEquals(kernel, Selector.declared().choose(op, problem, device).name());
        }
    }
}
