package gyrus.kernels.conv.gradinput;

import gyrus.kernels.Image;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.CudaWinogradConvolution;

/** By Winograd's F(4x4, 3x3) of the turned weights, in float32. */
public final class CudaWinograd extends CudaWinogradConvolution {

    public CudaWinograd() {
        this(CHUNK_BYTES);
    }

    /** With so many bytes of scratch memory for points at a time. */
    public CudaWinograd(long chunkBytes) {
        super(chunkBytes);
    }

    @Override
    protected Image gathered(ConvSpec problem) {
        return problem.output();
    }

    @Override
    protected Image result(ConvSpec problem) {
        return problem.input();
    }

    @Override
    protected int start(int padding) {
        return padding - 2;
    }
}
