package gyrus.kernels.device;

import gyrus.kernels.memory.Block;
import gyrus.kernels.memory.Operand;
import java.util.function.Consumer;

/** Where the host leaves the inputs of a computation that is repeated: while one runs, the next one's may be brought. */
public interface InputBuffer {

    /** What the computation reads. */
    Block block();

    /** Lets the host write the next input; each {@link #deliver} needs a new one. */
    void fill(Consumer<Operand> writer);

    /** What is launched from here on reads the input that was filled last. */
    void deliver();

    void release();
}
