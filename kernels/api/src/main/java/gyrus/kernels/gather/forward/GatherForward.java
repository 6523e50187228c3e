package gyrus.kernels.gather.forward;

import gyrus.kernels.Extent;
import gyrus.kernels.Op;
import gyrus.kernels.Port;
import gyrus.kernels.gather.GatherSpec;
import java.util.List;

/**
 * Rows of a table: {@code y[i,d] = w[index[i],d]}, written or added. An index that is no whole number from 0 to the number of rows
 * gives a row of NaN.
 */
public record GatherForward() implements Op<GatherSpec> {

    @Override
    public String name() {
        return "gather forward";
    }

    @Override
    public List<Port> ports(GatherSpec problem) {
        return List.of(
                Port.read("w", problem.table()),
                Port.read("index", Extent.vector(problem.indices())).with(Port.Values.INDICES),
                Port.writeOrAdd("y", problem.rows(), problem.accumulate()));
    }

    @Override
    public List<GatherSpec> cases() {
        return GatherSpec.cases();
    }

    @Override
    public double flops(GatherSpec problem) {
        return problem.accumulate() ? problem.rows().elements() : 0;
    }

    @Override
    public double terms(GatherSpec problem) {
        return problem.accumulate() ? 2 : 1;
    }
}
