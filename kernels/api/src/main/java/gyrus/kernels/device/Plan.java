package gyrus.kernels.device;

import gyrus.kernels.memory.Operand;

/** A kernel made ready for one problem on one device. Launching only runs: nothing is allocated, compiled or looked up. */
@FunctionalInterface
public interface Plan {

    /**
     * Runs the kernel. The operands are in the order of {@link gyrus.kernels.Op#ports} and already checked against their extents.
     */
    void launch(Operand... operands);
}
