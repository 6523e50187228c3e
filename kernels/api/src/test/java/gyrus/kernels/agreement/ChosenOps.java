package gyrus.kernels.agreement;

import gyrus.kernels.Op;
import gyrus.kernels.device.Catalog;
import java.util.List;
import java.util.stream.Stream;

/** The ops that a test of all kernels checks. {@code -Dgyrus.op=TEXT} narrows them to the ops whose name contains TEXT. */
public final class ChosenOps {

    private static final String PROPERTY = "gyrus.op";

    private ChosenOps() {}

    /** Returns the ops, sorted by name. */
    public static Stream<Op<?>> all() {
        String part = System.getProperty(PROPERTY, "");
        List<Op<?>> ops = Catalog.ops().stream().filter(op -> op.name().contains(part)).toList();
        if (ops.isEmpty()) {
            throw new AssertionError(PROPERTY + " = " + part + ": no op has this in its name, there are "
                    + Catalog.ops().stream().map(Op::name).toList());
        }
        return ops.stream();
    }
}
