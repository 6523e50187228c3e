package gyrus.bench.measure;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Tells that a variant's results were other ones after the timed launches than at first. */
final class ResultFault extends RuntimeException {

    private static final long serialVersionUID = 1; // it comes from the process that was measured

    ResultFault(String what) {
        super(what);
    }

    /** Finds such a failure among the causes of JMH's. */
    static Optional<ResultFault> in(Throwable failure) {
        Deque<Throwable> open = new ArrayDeque<>(List.of(failure));
        while (!open.isEmpty()) {
            Throwable each = open.remove();
            if (each instanceof ResultFault fault) {
                return Optional.of(fault);
            }
            Optional.ofNullable(each.getCause()).ifPresent(open::add);
            open.addAll(List.of(each.getSuppressed()));
        }
        return Optional.empty();
    }
}
