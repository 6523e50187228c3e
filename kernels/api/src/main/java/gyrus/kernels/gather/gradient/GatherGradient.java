package gyrus.kernels.gather.gradient;

import gyrus.kernels.Extent;
import gyrus.kernels.Op;
import gyrus.kernels.Port;
import gyrus.kernels.gather.GatherSpec;
import java.util.List;

/** The gradient of a table whose rows were gathered: {@code dw[e,d] = sum of dy[i,d]} over all i with index e, in order of i. */
public record GatherGradient() implements Op<GatherSpec> {

    @Override
    public String name() {
        return "gather gradient";
    }

    @Override
    public List<Port> ports(GatherSpec problem) {
        return List.of(
                Port.read("index", Extent.vector(problem.indices())).with(Port.Values.INDICES),
                Port.read("dy", problem.rows()),
                Port.writeOrAdd("dw", problem.table(), problem.accumulate()));
    }

    @Override
    public List<GatherSpec> cases() {
        return GatherSpec.cases();
    }

    @Override
    public double flops(GatherSpec problem) {
        return problem.rows().elements();
    }

    /** A row is at most the sum of all rows of dy. */
    @Override
    public double terms(GatherSpec problem) {
        return problem.indices() + 1.0;
    }
}
