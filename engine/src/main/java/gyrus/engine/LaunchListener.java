package gyrus.engine;

import gyrus.kernels.Op;
import java.util.List;

/** Sees the kernel launches of a step in their order, each after its operands were checked and the kernel has run. */
@FunctionalInterface
public interface LaunchListener {

    /**
     * Takes note of a launch.
     *
     * @param problem the problem of the op's kind
     * @param operands the tensors of the launch, one for each of the op's ports
     */
    void launched(Op<?> op, Object problem, List<Tensor> operands);
}
