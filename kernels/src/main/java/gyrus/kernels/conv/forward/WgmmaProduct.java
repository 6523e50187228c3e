package gyrus.kernels.conv.forward;

import gyrus.kernels.Image;
import gyrus.kernels.conv.BoxFor;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.CudaWgmma;
import gyrus.kernels.cuda.Precision;

/** The input is gathered; weights [taps,I,O] lie with their results side by side. */
abstract class WgmmaProduct extends CudaWgmma {

    WgmmaProduct(Precision precision, BoxFor boxFor) {
        super(precision, boxFor);
    }

    @Override
    protected final String kernel() {
        return "convForward";
    }

    @Override
    protected final Image gathered(ConvSpec problem) {
        return problem.input();
    }

    @Override
    protected final Image result(ConvSpec problem) {
        return problem.output();
    }

    @Override
    protected final int resultStep(ConvSpec problem) {
        return 1;
    }

    @Override
    protected final int gatheredStep(ConvSpec problem) {
        return problem.output().c();
    }
}
