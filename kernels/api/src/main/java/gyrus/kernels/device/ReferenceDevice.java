package gyrus.kernels.device;

import gyrus.kernels.DType;

/** A device that computes every op by its reference kernel, in loops over doubles. Kernels and gradients are checked against it. */
public final class ReferenceDevice extends Device {

    /** Creates a device with host memory. */
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
