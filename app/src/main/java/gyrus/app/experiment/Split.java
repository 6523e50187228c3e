package gyrus.app.experiment;

import gyrus.app.experiment.Cohort.Subject;
import gyrus.app.failure.UserError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The division of a cohort into scans for training, for validation and for the test.
 *
 * @param large the large training set; the small one is its beginning
 * @param small the small training set
 * @param validation the scans that all networks validate on and none trains on; none where no scan is left over for it, or where
 *                   each network validates on its own last slices
 * @param pool the scans that pre-training may see, labelled or not: the large training set, then all others of patients that are
 *             neither tested nor validated on
 * @param test the scan that no network was trained or validated on, of a patient that no network has seen
 */
public record Split(List<Subject> large, List<Subject> small, List<Subject> validation, List<Subject> pool, Subject test) {

    public Split {
        refuseTestPatient("training", large, test);
        refuseTestPatient("validation", validation, test);
        refuseTestPatient("pre-training", pool, test);
        List<String> both =
                validation.stream().filter(subject -> large.contains(subject) || pool.contains(subject)).map(Subject::id).toList();
        if (!both.isEmpty()) {
            throw new UserError("scans " + both + " are trained on and validated on; change the roles in participants.tsv");
        }
    }

    private static void refuseTestPatient(String purpose, List<Subject> subjects, Subject test) {
        List<String> same = subjects.stream().filter(subject -> subject.patient().equals(test.patient())).map(Subject::id).toList();
        if (!same.isEmpty()) {
            throw new UserError("patient " + test.patient() + " is on both sides of the split: test scan " + test.id() + " and "
                    + purpose + " scans " + same + "; change the roles in participants.tsv");
        }
    }

    /**
     * Returns the split by the roles in {@code participants.tsv}. Without roles, the test scan is that of the last patient with one
     * scan, or else the last scan of all, and the training sets begin with one scan of each patient.
     */
    public static Split of(Cohort cohort, Config config) {
        boolean byRole = cohort.subjects().stream().anyMatch(subject -> subject.role().isPresent());
        return byRole ? byRole(cohort, config) : leavingOut(cohort, lastAlone(cohort), config);
    }

    private static Split byRole(Cohort cohort, Config config) {
        List<Subject> tests = withRole(cohort, "test");
        if (tests.size() != 1) {
            throw new UserError("participants.tsv gives " + tests.size() + " scans the role test"
                    + (tests.isEmpty() ? "" : ": " + tests.stream().map(Subject::id).toList()) + "; the experiment tests on one");
        }
        List<Subject> training = new ArrayList<>(withRole(cohort, "train4"));
        training.addAll(withRole(cohort, "train8"));
        Subject test = tests.getFirst();
        requireEnough(training, test, config);
        List<Subject> large = training.subList(0, config.large());
        List<Subject> named = withRole(cohort, "validation");
        return cut(cohort, large, named.isEmpty() ? leftOver(cohort.subjects(), large, test).stream().toList() : named, test,
                config);
    }

    private static List<Subject> withRole(Cohort cohort, String role) {
        return cohort.subjects().stream().filter(subject -> subject.role().filter(role::equals).isPresent()).toList();
    }

    /** Returns the last patient with one scan, or the last scan's patient if all have more. */
    private static String lastAlone(Cohort cohort) {
        List<String> alone = cohort.patients().stream().filter(patient -> scans(cohort, patient).size() == 1).toList();
        return alone.isEmpty() ? cohort.subjects().getLast().patient() : alone.getLast();
    }

    private static List<Subject> scans(Cohort cohort, String patient) {
        return cohort.subjects().stream().filter(subject -> subject.patient().equals(patient)).toList();
    }

    /**
     * Returns the split that tests on a patient's last scan and trains on scans of other patients, whatever their roles. One more
     * patient is kept for validation if the scans of the others suffice for training.
     */
    public static Split leavingOut(Cohort cohort, String patient, Config config) {
        List<Subject> others = oneOfEachFirst(cohort.subjects(), Set.of(patient));
        Subject test = scans(cohort, patient).getLast();
        requireEnough(others, test, config);
        Optional<String> kept = config.validation() == Validation.LAST ? Optional.empty()
                : cohort.patients().reversed().stream()
                        .filter(other -> !other.equals(patient))
                        .filter(other -> others.size() - scans(cohort, other).size() >= config.large())
                        .min(Comparator.comparingInt(other -> scans(cohort, other).size()));
        if (kept.isPresent()) {
            List<Subject> large = oneOfEachFirst(cohort.subjects(), Set.of(patient, kept.get())).subList(0, config.large());
            return cut(cohort, large, List.of(scans(cohort, kept.get()).getFirst()), test, config);
        }
        List<Subject> large = others.subList(0, config.large());
        return cut(cohort, large, leftOver(others, large, test).stream().toList(), test, config);
    }

    /** Returns the scans of all patients but those named, beginning with one scan of each patient. */
    private static List<Subject> oneOfEachFirst(List<Subject> subjects, Set<String> without) {
        List<Subject> others = subjects.stream().filter(subject -> !without.contains(subject.patient())).toList();
        Set<Subject> ordered = new LinkedHashSet<>();
        Set<String> seen = new HashSet<>();
        others.stream().filter(subject -> seen.add(subject.patient())).forEach(ordered::add);
        ordered.addAll(others);
        return List.copyOf(ordered);
    }

    private static void requireEnough(List<Subject> training, Subject test, Config config) {
        if (training.size() < config.large()) {
            throw new UserError("the experiment needs " + config.large() + " training scans of other patients than the test scan's"
                    + " (" + test.id() + "), there are " + training.size() + (training.isEmpty() ? ""
                            : "; try --set large=" + training.size() + " --set small=" + Math.max(1, training.size() / 2)));
        }
    }

    /** Returns a scan that no network trains on, if possible of a patient that no network trains on either. */
    private static Optional<Subject> leftOver(List<Subject> subjects, List<Subject> trained, Subject test) {
        Set<String> patients = trained.stream().map(Subject::patient).collect(Collectors.toSet());
        return subjects.stream()
                .filter(subject -> !trained.contains(subject) && !subject.patient().equals(test.patient()))
                .min(Comparator.comparing(subject -> patients.contains(subject.patient())));
    }

    private static Split cut(Cohort cohort, List<Subject> large, List<Subject> wanted, Subject test, Config config) {
        List<Subject> validation = config.validation() == Validation.LAST ? List.of() : wanted;
        return new Split(large, large.subList(0, config.small()), validation, pool(cohort, large, validation, test), test);
    }

    /** Returns the scans that pre-training may see: none of the test patient, nor of patients that are only validated on. */
    private static List<Subject> pool(Cohort cohort, List<Subject> large, List<Subject> validation, Subject test) {
        Set<String> kept = validation.stream().map(Subject::patient).collect(Collectors.toSet());
        large.stream().map(Subject::patient).forEach(kept::remove);
        kept.add(test.patient());
        Set<String> apart = Set.of("test", "validation");
        Set<Subject> pool = new LinkedHashSet<>(large);
        cohort.scans().stream()
                .filter(subject -> !kept.contains(subject.patient()) && !validation.contains(subject))
                .filter(subject -> subject.role().filter(apart::contains).isEmpty() || cohort.subjects().contains(subject))
                .forEach(pool::add);
        return List.copyOf(pool);
    }

    /** Describes what the networks validate on, in words. */
    public String validatedOn(Config config) {
        String share = Math.round(100 * config.validationShare()) + " %";
        if (config.validation() == Validation.LAST) {
            return "each network on the last " + share + " of its own slices, as in the paper's code; those of the two training"
                    + " sets differ";
        }
        if (validation.isEmpty()) {
            return "all networks on " + share + " of the large set's slices, spread over its scans; none trains on them, but on"
                    + " others of these scans";
        }
        Set<String> trained = large.stream().map(Subject::patient).collect(Collectors.toSet());
        List<String> known = validation.stream().map(Subject::patient).filter(trained::contains).distinct().toList();
        return "all networks on " + validation.stream().map(Subject::id).collect(Collectors.joining(" "))
                + (known.isEmpty() ? "; none trains on a scan of the same patient"
                        : "; none trains on it, but on other scans of patient " + String.join(", ", known));
    }
}
