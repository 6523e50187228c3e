package gyrus.kernels.device;

import gyrus.kernels.DType;
import gyrus.kernels.memory.Pool;

/** Plain loops over doubles: the oracle, and where gradients are checked. */
public final class ReferenceDevice extends Device {

    public ReferenceDevice() {
        super(Selector.declared(), new Pool());
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
