package gyrus.ptx;

import gyrus.ptx.source.KernelSource;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** The prepared launch of a kernel with its grid and block. It can run any number of times. */
public interface Launch {

    /** Returns the parameters in order, each with its place among the bytes of the arguments. */
    List<KernelSource.Parameter> parameters();

    /**
     * Runs the kernel to its end.
     *
     * @param arguments the arguments' bytes, laid out as {@link #parameters()} says and rounded up to a multiple of four
     * @throws gyrus.ptx.fault.Fault naming thread, block, source line and instruction
     */
    void run(MemorySegment arguments);
}
