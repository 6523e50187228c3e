package gyrus.app.experiment;

import gyrus.app.UserError;
import gyrus.app.experiment.Cohort.Head;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Who trains and who tests.
 *
 * @param large the large training set; the small one is its beginning
 * @param small the small training set
 * @param test the scan that no network was trained on, of a patient that no network has seen
 */
public record Split(List<Head> large, List<Head> small, Head test) {

    public Split {
        Set<String> trained = new HashSet<>();
        large.forEach(head -> trained.add(head.patient()));
        if (trained.contains(test.patient())) {
            throw new UserError("patient " + test.patient() + " is on both sides of the split: test scan " + test.id()
                    + " and training scans " + large.stream().filter(head -> head.patient().equals(test.patient()))
                            .map(Head::id).toList() + "; change the roles in participants.tsv");
        }
    }

    /**
     * By the roles in {@code participants.tsv} where it names a test scan; else the last patient with one scan (or the last
     * patient) is tested on, and the training sets begin with one scan of each patient.
     */
    public static Split of(Cohort cohort, int largeCount, int smallCount) {
        boolean byRole = cohort.heads().stream().anyMatch(head -> head.role().filter("test"::equals).isPresent());
        return byRole ? byRole(cohort, largeCount, smallCount) : byPatient(cohort, largeCount, smallCount);
    }

    private static Split byRole(Cohort cohort, int largeCount, int smallCount) {
        List<Head> tests = withRole(cohort, "test");
        if (tests.size() > 1) {
            throw new UserError("participants.tsv gives " + tests.size() + " scans the role test: "
                    + tests.stream().map(Head::id).toList() + "; the experiment tests on one");
        }
        List<Head> training = new ArrayList<>(withRole(cohort, "train4"));
        training.addAll(withRole(cohort, "train8"));
        return cut(training, tests.getFirst(), largeCount, smallCount);
    }

    private static List<Head> withRole(Cohort cohort, String role) {
        return cohort.heads().stream().filter(head -> head.role().filter(role::equals).isPresent()).toList();
    }

    private static Split byPatient(Cohort cohort, int largeCount, int smallCount) {
        List<Head> heads = cohort.heads();
        Head test = heads.getLast();
        for (Head head : heads) {
            if (heads.stream().filter(other -> other.patient().equals(head.patient())).count() == 1) {
                test = head;
            }
        }
        return cut(cohort.without(test.patient()), test, largeCount, smallCount);
    }

    private static Split cut(List<Head> training, Head test, int largeCount, int smallCount) {
        if (training.size() < largeCount) {
            throw new UserError("the experiment wants " + largeCount + " training scans of other patients than the test scan's ("
                    + test.id() + "), there are " + training.size() + "; try --set large=" + training.size() + " --set small="
                    + Math.max(1, training.size() / 2));
        }
        return new Split(training.subList(0, largeCount), training.subList(0, smallCount), test);
    }
}
