package gyrus.ptx;

import gyrus.ptx.source.KernelSource;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** A kernel with its grid and its block, ready to run any number of times. */
public interface Launch {

    /** Returns where each parameter lies among the bytes of the arguments, in order. */
    List<KernelSource.Parameter> parameters();

    /**
     * Runs the kernel to its end.
     *
     * @param arguments the arguments' bytes, laid out as {@link #parameters()} says and rounded up to a multiple of four
     * @throws gyrus.ptx.fault.Fault naming thread, block, source line and instruction
     */
    void run(MemorySegment arguments);
}
