package gyrus.kernels.device;

import gyrus.kernels.DType;

/** Plain loops over doubles: the oracle, and where gradients are checked. */
public final class ReferenceDevice extends Device {

    public ReferenceDevice() {
        super(Selector.declared());
    }

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public DType dtype() {
        return DType.FLOAT64;
    }

    @Override
    public String description() {
        return "plain loops in double precision, one thread";
    }
}
