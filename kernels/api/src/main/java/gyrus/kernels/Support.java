package gyrus.kernels;

/** Whether a variant serves a problem: yes, or no with the reason. */
public sealed interface Support {

    static Support yes() {
        return Yes.INSTANCE;
    }

    static Support no(String reason) {
        return new No(reason);
    }

    enum Yes implements Support {
        INSTANCE
    }

    record No(String reason) implements Support {}
}
