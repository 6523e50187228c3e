package gyrus.kernels.device;

import gyrus.kernels.Support;
import gyrus.kernels.memory.Operand;

/** An op in plain loops over doubles: the definition that every other variant is checked against. */
public interface ReferenceKernel<S> extends Kernel<S> {

    /** Computes the op; the operands are in the order of {@link gyrus.kernels.Op#ports}. */
    void compute(S problem, Operand... operands);

    @Override
    default Support supports(S problem, Device device) {
        return device instanceof ReferenceDevice
                ? Support.yes()
                : Support.no("it is the reference, in double precision, and runs on device reference alone");
    }

    @Override
    default Plan prepare(S problem, Device device) {
        return operands -> compute(problem, operands);
    }
}
