package gyrus.ptx.fault;

import java.util.Optional;

/**
 * The error of a kernel, a launch or a module. The message begins with its kind, and names kernel, thread, block, source line and
 * instruction where they are known.
 */
public final class Fault extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final FaultKind kind;
    private final String summary;
    private final Site site; // null where the fault has none

    /** Creates a fault without a place in a kernel, such as that of a launch. */
    public Fault(FaultKind kind, String summary) {
        super(kind.text() + ": " + summary);
        this.kind = kind;
        this.summary = summary;
        site = null;
    }

    /**
     * Returns the fault of a kernel that ran.
     *
     * @param summary what the thread did wrong
     * @param where the source line and the instruction, for the message
     */
    public static Fault at(Site site, FaultKind kind, String summary, String where) {
        return new Fault(site, kind, summary, where);
    }

    private Fault(Site site, FaultKind kind, String summary, String where) {
        super(kind.text() + ": " + site.kernel() + ": thread " + site.thread() + " of block " + site.block() + " " + summary
                + ", at " + where);
        this.kind = kind;
        this.summary = summary;
        this.site = site;
    }

    /** Returns the class of the fault. */
    public FaultKind kind() {
        return kind;
    }

    /** Returns what went wrong, without the kind and the place. */
    public String summary() {
        return summary;
    }

    /** Returns where the kernel went wrong; empty where no kernel ran. */
    public Optional<Site> site() {
        return Optional.ofNullable(site);
    }
}
