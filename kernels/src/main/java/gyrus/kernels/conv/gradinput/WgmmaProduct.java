package gyrus.kernels.conv.gradinput;

import gyrus.kernels.Image;
import gyrus.kernels.conv.BoxFor;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.CudaWgmma;
import gyrus.kernels.cuda.Precision;

/** The output's gradient is gathered; weights [taps,I,O] lie with what is gathered side by side. */
abstract class WgmmaProduct extends CudaWgmma {

    WgmmaProduct(Precision precision, BoxFor boxFor) {
        super(precision, boxFor);
    }

    @Override
    protected final String kernel() {
        return "convGradInput";
    }

    @Override
    protected final Image gathered(ConvSpec problem) {
        return problem.output();
    }

    @Override
    protected final Image result(ConvSpec problem) {
        return problem.input();
    }

    /** What is packed is the output's gradient. */
    @Override
    protected final int leastChannels() {
        return 32;
    }

    @Override
    protected final int resultStep(ConvSpec problem) {
        return problem.output().c();
    }

    @Override
    protected final int gatheredStep(ConvSpec problem) {
        return 1;
    }
}
