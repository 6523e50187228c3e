package gyrus.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.kernels.Image;
import gyrus.kernels.Op;
import gyrus.kernels.agreement.Agreement;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.ConvSpec.Epilogue;
import gyrus.kernels.conv.ConvSpec.Filter;
import gyrus.kernels.conv.forward.ConvForward;
import gyrus.kernels.conv.gradinput.ConvGradInput;
import gyrus.kernels.conv.gradweight.ConvGradWeight;
import gyrus.kernels.cuda.conv.ConvPass;
import gyrus.kernels.cuda.conv.gradweight.CudaWinograd;
import gyrus.kernels.cuda.conv.winograd.CudaWinogradConvolution;
import gyrus.kernels.cuda.driver.PtxDriver;
import gyrus.kernels.cuda.launch.Precision;
import gyrus.kernels.device.Selector;
import org.junit.jupiter.api.Test;

/** Winograd convolutions process the tiles in chunks if the transformed tiles exceed the memory limit. */
final class WinogradChunksTest {

    private static final long CHUNK_BYTES = 256 << 10;

    /** 578 tiles of 36 points with 3 and 5 channels: 1.0 MB with channels rounded up to whole float4. */
    private static final ConvSpec PROBLEM = new ConvSpec(Image.dense(2, 68, 68, 3), Image.dense(2, 68, 68, 5), Filter.same(3),
            Epilogue.NONE, false);

    @Test
    void theForwardPassAgreesChunkByChunk() {
        check(new ConvForward(), new CudaWinogradConvolution(ConvPass.FORWARD, CHUNK_BYTES), "multiplyPoints32", 5);
    }

    @Test
    void theInputsGradientAgreesChunkByChunk() {
        check(new ConvGradInput(), new CudaWinogradConvolution(ConvPass.GRAD_INPUT, CHUNK_BYTES), "multiplyPoints32", 5);
    }

    @Test
    void theWeightsGradientAgreesChunkByChunk() {
        check(new ConvGradWeight(), new CudaWinograd(CHUNK_BYTES), "multiplyPoints32", 3);
    }

    private static void check(Op<ConvSpec> op, CudaKernel<ConvSpec> variant, String product, int chunks) {
        assertEquals(chunks, variant.launches(PROBLEM).stream().filter(launch -> launch.kernel().equals(product)).count());
        try (CudaDevice device = new CudaDevice(0, new PtxDriver(80), Precision.FLOAT32, Selector.declared())) {
            Agreement.Verdict verdict = Agreement.check(op, PROBLEM, variant, device, 1);
            assertTrue(verdict.agrees(), verdict::toString);
        }
    }
}
