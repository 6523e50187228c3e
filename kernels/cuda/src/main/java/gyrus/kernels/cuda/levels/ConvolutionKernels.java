package gyrus.kernels.cuda.levels;

import gyrus.kernels.Op;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.forward.ConvForward;
import gyrus.kernels.conv.gradinput.ConvGradInput;
import gyrus.kernels.cuda.conv.BoxFor;
import gyrus.kernels.cuda.conv.ConvPass;
import gyrus.kernels.cuda.conv.CudaWgmma;
import gyrus.kernels.cuda.conv.CudaWgmmaHalo;
import gyrus.kernels.cuda.conv.winograd.CudaWinogradConvolution;
import gyrus.kernels.cuda.launch.Precision;
import gyrus.kernels.device.Kernel;
import gyrus.kernels.device.KernelSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The kernels of the two passes that gather pixels, at the levels that only convolutions have. */
public final class ConvolutionKernels implements KernelSet {

    private static final Map<Op<ConvSpec>, ConvPass> PASSES =
            Map.of(new ConvForward(), ConvPass.FORWARD, new ConvGradInput(), ConvPass.GRAD_INPUT);

    @Override
    public <S> List<Kernel<S>> kernels(Op<S> op) {
        List<Kernel<S>> kernels = new ArrayList<>();
        if (PASSES.containsKey(op)) {
            for (Kernel<ConvSpec> kernel : kernels(PASSES.get(op))) {
                @SuppressWarnings("unchecked") // the op is a pass of a convolution
                Kernel<S> same = (Kernel<S>) kernel;
                kernels.add(same);
            }
        }
        return kernels;
    }

    private static List<Kernel<ConvSpec>> kernels(ConvPass pass) {
        List<Kernel<ConvSpec>> kernels = new ArrayList<>();
        for (Precision precision : List.of(Precision.TF32, Precision.BF16)) {
            for (BoxFor boxFor : BoxFor.values()) {
                kernels.add(new CudaWgmma(pass, precision, boxFor));
            }
            kernels.add(new CudaWgmmaHalo(pass, precision));
        }
        kernels.add(new CudaWinogradConvolution(pass));
        return kernels;
    }
}
