package gyrus.kernels.pool.forward;

import gyrus.kernels.Op;
import gyrus.kernels.Port;
import gyrus.kernels.pool.PoolSpec;
import java.util.List;

/** {@code y[n,i,j,c] = max over r,s < size of x[n, i*stride + r, j*stride + s, c]}; NaN where the window has one. */
public record MaxPoolForward() implements Op<PoolSpec> {

    @Override
    public String name() {
        return "max pool forward";
    }

    @Override
    public List<Port> ports(PoolSpec problem) {
        if (problem.accumulate()) {
            throw new IllegalArgumentException("max pool forward: writes its output and cannot add to it; problem " + problem);
        }
        return List.of(
                Port.read("x", problem.input().extent()),
                Port.write("y", problem.output().extent()));
    }

    @Override
    public List<PoolSpec> cases() {
        return PoolSpec.cases();
    }

    @Override
    public double flops(PoolSpec problem) {
        return (problem.size() * problem.size() - 1.0) * problem.output().extent().elements();
    }

    @Override
    public double terms(PoolSpec problem) {
        return 1;
    }

    /** Returns the magnitude of the result, because a maximum is one of its inputs. */
    @Override
    public Magnitude magnitude() {
        return Magnitude.OF_RESULT;
    }
}
