package gyrus.kernels.cuda.conv.forward;

import gyrus.kernels.cuda.conv.ConvPass;
import gyrus.kernels.cuda.conv.CudaWinogradConvolution;

/** By Winograd's F(4x4, 3x3), in float32. */
public final class CudaWinograd extends CudaWinogradConvolution {

    public CudaWinograd() {
        this(CHUNK_BYTES);
    }

    /** With so many bytes of scratch memory for points at a time. */
    public CudaWinograd(long chunkBytes) {
        super(ConvPass.FORWARD, chunkBytes);
    }
}
