package gyrus.ptx.fault;

/** The classes of faults. */
public enum FaultKind {

    /** Two threads access a byte, one of them writes, and no barrier orders the two. */
    RACE("race"),
    /** An access outside of its buffer, or to no buffer at all. */
    OUT_OF_BOUNDS("out of bounds"),
    /** A read of memory that was never written, or that is the target of an unfinished copy. */
    UNINITIALIZED_READ("uninitialized read"),
    /** An address that is no multiple of the access's size. */
    MISALIGNED("misaligned access"),
    /** A barrier that some threads of the block never reach, reach elsewhere, or arrive at too often. */
    BARRIER("barrier error"),
    /** A shuffle, vote or matrix instruction that some of its threads do not run. */
    WARP("missing threads of a warp"),
    /** Threads that wait forever, or a kernel that exceeds its limit of instructions. */
    NO_END("no end"),
    /** An integer division by zero, a trap, or a failed assertion. */
    ARITHMETIC("illegal operation"),
    /** A launch that no GPU of this compute capability accepts, or whose arguments do not fit the kernel. */
    LAUNCH("launch error"),
    /** An instruction or a directive that the interpreter does not support. */
    UNSUPPORTED("not supported"),
    /** Text that is no PTX. */
    SYNTAX("syntax error");

    private final String text;

    FaultKind(String text) {
        this.text = text;
    }

    /** Returns the name for messages, such as {@code out of bounds}. */
    public String text() {
        return text;
    }

    /** Returns whether a kernel that ran caused the fault, and not a launch or a module that could not run. */
    public boolean isOfKernel() {
        return compareTo(LAUNCH) < 0;
    }
}
