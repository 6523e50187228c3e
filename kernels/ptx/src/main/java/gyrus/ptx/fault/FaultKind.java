package gyrus.ptx.fault;

/** The classes of faults that the interpreter tells apart. */
public enum FaultKind {

    /** Two threads access a byte, one of them writes, and no barrier orders the two. */
    RACE("race"),
    /** An access outside of its buffer, or to no buffer at all. */
    OUT_OF_BOUNDS("out of bounds"),
    /** A read of memory that nobody wrote, or to which a copy is still under way. */
    UNINITIALIZED_READ("uninitialized read"),
    /** An address that is no multiple of the access's size. */
    MISALIGNED("misaligned access"),
    /** A barrier that some threads of the block never reach, reach elsewhere, or arrive at too often. */
    BARRIER("barrier error"),
    /** A shuffle, vote or matrix instruction without all the threads that it names. */
    WARP("missing threads of a warp"),
    /** Threads that wait for ever, or a kernel that runs past its limit of instructions. */
    NO_END("no end"),
    /** An integer division by zero, a trap, or a failed assertion. */
    ARITHMETIC("illegal operation"),
    /** A launch that no GPU of this compute capability would take, or whose arguments do not fit the kernel. */
    LAUNCH("launch error"),
    /** An instruction or a directive that the interpreter does not support. */
    UNSUPPORTED("not supported"),
    /** Text that is no PTX. */
    SYNTAX("syntax error");

    private final String text;

    FaultKind(String text) {
        this.text = text;
    }

    /** Returns its name for people: {@code out of bounds}. */
    public String text() {
        return text;
    }

    /** Whether the kernel did something wrong, in contrast to a launch or a module that could not be run. */
    public boolean isOfKernel() {
        return compareTo(LAUNCH) < 0;
    }
}
