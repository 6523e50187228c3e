package gyrus.app.study;

import gyrus.app.factor.ArmConfig;
import java.util.List;

/**
 * The two arms whose comparison is chosen beforehand. The comparison uses the primary measure and the networks with the fewest
 * scans, and its p value is not corrected for the other comparisons.
 *
 * @param arm the arm in question
 * @param against the arm that all other arms are compared with
 */
public record Chosen(String arm, String against) {

    /** Returns the default comparison, which is that of the first arm with the last. */
    static Chosen of(List<ArmConfig> arms) {
        return new Chosen(arms.getFirst().name(), arms.getLast().name());
    }
}
