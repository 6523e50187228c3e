package gyrus.kernels;

/** Whether a variant serves a problem: yes, or no with the reason. */
public sealed interface Support {

    /** Returns the answer that the kernel computes the problem. */
    static Support yes() {
        return Yes.INSTANCE;
    }

    /**
     * Returns the answer that the kernel refuses the problem.
     *
     * @param reason what the problem would need, as a clause such as {@code it needs a 3x3 filter}
     */
    static Support no(String reason) {
        return new No(reason);
    }

    /** The kernel computes the problem. */
    enum Yes implements Support {
        INSTANCE
    }

    /**
     * The kernel refuses the problem.
     *
     * @param reason what the problem would need, as a clause such as {@code it needs a 3x3 filter}
     */
    record No(String reason) implements Support {}
}
