package gyrus.kernels.fill;

import gyrus.kernels.Extent;
import gyrus.kernels.Op;
import gyrus.kernels.Port;
import java.util.List;

/** {@code y = value}. */
public record Fill() implements Op<FillSpec> {

    @Override
    public String name() {
        return "fill";
    }

    @Override
    public List<Port> ports(FillSpec problem) {
        return List.of(Port.write("y", problem.y()));
    }

    @Override
    public List<FillSpec> cases() {
        return List.of(
                new FillSpec(Extent.vector(1), 1),
                new FillSpec(Extent.vector(37), -0.1),
                new FillSpec(Extent.vector(100_003), 0),
                new FillSpec(Extent.dense(1024, 33), 0),
                new FillSpec(new Extent(2000, 32, 112), 0),
                new FillSpec(new Extent(70, 1, 3), 1e30),
                new FillSpec(new Extent(9, 33, 48), 2.5));
    }

    @Override
    public double flops(FillSpec problem) {
        return 0;
    }

    @Override
    public double terms(FillSpec problem) {
        return 1;
    }
}
