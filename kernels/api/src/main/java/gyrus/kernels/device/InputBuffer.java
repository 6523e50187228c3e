package gyrus.kernels.device;

import gyrus.kernels.memory.Block;
import gyrus.kernels.memory.Operand;
import java.util.function.Consumer;

/** A buffer for the inputs of a repeated computation; the host may fill it for the next run while one is running. */
public interface InputBuffer {

    /** Returns the block that the computation reads. */
    Block block();

    /** Lets the host write the next input; each {@link #deliver} needs a new one. */
    void fill(Consumer<Operand> writer);

    /** Makes the input that was filled last visible to all later launches. */
    void deliver();

    /** Releases the memory; the buffer cannot be used afterwards. */
    void release();
}
