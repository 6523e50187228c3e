package gyrus.kernels.problem;

import java.util.List;
import java.util.Map;

/** The keys of one kind of problems. */
interface Form<S> {

    /** Returns the keys, each behind those that its default depends on. */
    List<Key> keys();

    /**
     * Returns the problem of these values.
     *
     * @throws IllegalArgumentException if no problem has them, such as a filter larger than its image
     */
    S problem(Values values);

    /** Returns the value of every key. */
    Map<String, Object> values(S problem);
}
