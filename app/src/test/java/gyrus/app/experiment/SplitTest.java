package gyrus.app.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.experiment.Cohort.Subject;
import gyrus.app.experiment.Cohort.Volumes;
import gyrus.app.experiment.Config.Preset;
import gyrus.app.failure.UserError;
import gyrus.app.imaging.volume.Volume;
import gyrus.app.run.ConfigFile;
import gyrus.app.run.ScanIdentity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who trains, validates and tests, on heads that are never read. */
final class SplitTest {

    private record Named(String id, String patient, Optional<String> role) implements Subject {
        @Override
        public Volumes read() {
            throw new AssertionError("a split reads nothing");
        }

        @Override
        public Volume readImage() {
            throw new AssertionError("a split reads nothing");
        }

        @Override
        public ScanIdentity identity() {
            throw new AssertionError("a split reads nothing");
        }
    }

    private static final Config QUICK = Config.of(Preset.QUICK, Config.PHANTOM, 1);

    /** {@code "a:P:train4 b:Q"}: head a of patient P with a role, head b of patient Q without. */
    private static Cohort cohort(String subjects) {
        return new Cohort("a test", subjects(subjects), List.of(), List.of(), List.of());
    }

    private static List<Subject> subjects(String subjects) {
        return Stream.of(subjects.split(" ")).map(subject -> subject.split(":"))
                .<Subject>map(subject -> new Named(subject[0], subject[1],
                        subject.length > 2 ? Optional.of(subject[2]) : Optional.empty()))
                .toList();
    }

    private static Config sized(int large, int small, String... settings) {
        return ConfigFile.with(QUICK, Config.class,
                Stream.concat(Stream.of("large=" + large, "small=" + small), Stream.of(settings)).toList());
    }

    private static String ids(List<Subject> subjects) {
        return String.join(" ", subjects.stream().map(Subject::id).toList());
    }

    private static String roles(Split split) {
        return ids(split.large()) + " / " + ids(split.small()) + " / " + ids(split.validation()) + " / " + split.test().id();
    }

    @Test
    void aPhantomIsMadeToValidateOn() throws Exception {
        Cohort phantoms = sized(3, 2).cohort();
        assertEquals(5, phantoms.subjects().size());
        Split split = Split.of(phantoms, sized(3, 2));
        assertEquals("phantom-01 phantom-02 phantom-03 / phantom-01 phantom-02 / phantom-04 / phantom-05", roles(split));
        assertEquals("all networks on phantom-04; none trains on a scan of the same patient", split.validatedOn(QUICK));
        assertEquals(4, sized(3, 2, "validation=last").cohort().subjects().size(), "the paper's rule needs none");
    }

    @Test
    void aPatientIsKeptForValidationWhereEnoughScansAreLeft() {
        Split split = Split.of(cohort("a:A b:B c:C d:A e:B f:D g:E"), sized(4, 2));
        assertEquals("a b c d / a b / f / g", roles(split), "the last of those with the fewest scans");
    }

    @Test
    void theWholePatientIsKeptFromTrainingNotOnlyTheScanThatIsValidatedOn() {
        Split split = Split.of(cohort("a:A b:A c:B d:B e:C"), sized(2, 1));
        assertEquals("a b / a / c / e", roles(split));
    }

    @Test
    void aFurtherScanIsValidatedOnIfNoPatientCanBeKeptAndThatIsSaid() {
        Split split = Split.of(cohort("a:A b:A c:B d:B e:C"), sized(3, 1));
        assertEquals("a c b / a / d / e", roles(split));
        assertEquals("all networks on d; none trains on it, but on other scans of patient B", split.validatedOn(sized(3, 1)));
    }

    @Test
    void slicesOfTheLargeSetAreHeldBackIfNoScanIsLeftAndThatIsSaid() {
        Split split = Split.of(cohort("a:A b:B c:C d:D"), sized(3, 2));
        assertEquals("a b c / a b /  / d", roles(split));
        assertTrue(split.validatedOn(sized(3, 2)).startsWith("all networks on 10 % of the large set's slices, spread over"));
    }

    @Test
    void aPatientWithOneScanIsTestedOnAndAnotherKeptForValidation() {
        Split split = Split.of(cohort("a:A b:B c:C d:D e:D"), sized(2, 1));
        assertEquals("a d / a / b / c", roles(split), "patient D has two scans, which would be two fewer to train on");
    }

    @Test
    void rolesDecideWhereThereAreAny() {
        Cohort subjects = cohort("a:A:train8 b:B:train4 c:C:test d:D:validation e:E:extra f:F:validation");
        assertEquals("b a / b / d f / c", roles(Split.of(subjects, sized(2, 1))));
    }

    @Test
    void withoutAValidationRoleAFurtherScanOfAnUnseenPatientComesFirst() {
        assertEquals("a b / a / f / c", roles(Split.of(cohort("a:A:train4 b:B:train8 c:C:test d:A:extra e:C f:F"), sized(2, 1))));
        assertEquals("a b / a / d / c", roles(Split.of(cohort("a:A:train4 b:B:train8 c:C:test d:A:extra e:C"), sized(2, 1))));
        assertEquals("a b / a /  / c", roles(Split.of(cohort("a:A:train4 b:B:train8 c:C:test e:C"), sized(2, 1))));
    }

    @Test
    void thePapersRuleLeavesValidationToTheTrainingSlices() {
        Config paper = ConfigFile.with(Config.of(Preset.PAPER, "scans", 1), Config.class, List.of("large=2", "small=1"));
        Split split = Split.of(cohort("a:A:train4 b:B:train8 c:C:test d:D:validation"), paper);
        assertEquals("a b / a /  / c", roles(split));
        assertEquals("each network on the last 10 % of its own slices, as in the paper's code; those of the two training sets"
                + " differ", split.validatedOn(paper));
    }

    @Test
    void noFoldOfAStudyTrainsOrValidatesOnThePatientThatIsLeftOut() {
        Cohort subjects = cohort("a:A b:B c:C d:D e:E f:F g:A h:B");
        Config config = sized(4, 2);
        for (String patient : subjects.patients()) {
            Split split = Split.leavingOut(subjects, patient, config);
            List<String> trained = split.large().stream().map(Subject::patient).toList();
            assertEquals(patient, split.test().patient());
            assertEquals(1, split.validation().size(), patient);
            String validated = split.validation().getFirst().patient();
            assertTrue(!trained.contains(patient) && !trained.contains(validated) && !validated.equals(patient), roles(split));
        }
    }

    @Test
    void aPatientOnBothSidesIsRefused() {
        refused("test scan c and validation scans [d]", "a:A:train4 b:B:train8 c:C:test d:C:validation");
        refused("test scan c and training scans [b]", "a:A:train4 b:C:train8 c:C:test d:D:validation");
    }

    @Test
    void aTestScanMustBeNamedWhereRolesAre() {
        refused("gives 0 scans the role test", "a:A:train4 b:B:train8 c:C d:D");
        refused("gives 2 scans the role test: [c, d]", "a:A:train4 b:B:train8 c:C:test d:D:test");
    }

    @Test
    void tooFewScansSayHowManyThereAre() {
        refused("there are 1; try --set large=1 --set small=1", "a:A b:B");
        refused("there are 0", "a:A b:A");
        refused("there are 1; try --set large=1 --set small=1", "a:A:train4 b:B:test");
    }

    private static void refused(String words, String subjects) {
        String message = assertThrows(UserError.class, () -> Split.of(cohort(subjects), sized(2, 1))).getMessage();
        assertTrue(message.contains(words), message);
    }

    @Test
    void theScansOfPreTrainingBeginWithTheLabelledOnesThatAreTrainedOn() {
        Cohort cohort = new Cohort("a test", subjects("a:P b:Q c:R d:R e:S"), subjects("u:P v:T w:S"), List.of(), List.of());
        Split split = Split.leavingOut(cohort, "S", sized(2, 1));
        assertEquals("a c / a / b / e", roles(split));
        assertEquals("a c d u v", ids(split.pool()), "none of S, who is tested on, and none of Q, who is validated on");
        assertEquals("a b c d u v", ids(Split.leavingOut(cohort, "S", sized(2, 1, "validation=last")).pool()));
        Cohort roles =
                new Cohort("a test", subjects("a:P:train4 b:Q:train4 c:R:extra e:S:test"), subjects("u:P v:S:extra w:T:test x:U"),
                        List.of(), List.of());
        assertEquals("a b u x", ids(Split.of(roles, sized(2, 2)).pool()));
    }

    /** 200 cohorts of one to three scans a patient, of which some are unlabelled, and every patient left out. */
    @Test
    void noScanOfAPatientWhoIsTestedOnIsEverLearnedFrom() {
        Random random = new Random(1);
        for (int trial = 0; trial < 200; trial++) {
            List<Subject> labelled = new ArrayList<>();
            List<Subject> unlabelled = new ArrayList<>();
            for (int patient = 0; patient < 6; patient++) {
                for (int session = 0; session < 1 + random.nextInt(3); session++) {
                    Named subject = new Named("sub-" + patient + "_ses-" + session, "P" + patient, Optional.empty());
                    (session > 0 && random.nextBoolean() ? unlabelled : labelled).add(subject);
                }
            }
            Cohort cohort = new Cohort("a test", labelled, unlabelled, List.of(), List.of());
            Config config = sized(3, 1, "validation=" + (random.nextBoolean() ? "last" : "held_out"));
            for (String patient : cohort.patients()) {
                Split split = Split.leavingOut(cohort, patient, config);
                assertTrue(split.pool().containsAll(split.large()));
                for (List<Subject> learned : List.of(split.pool(), split.large(), split.validation())) {
                    assertTrue(learned.stream().noneMatch(subject -> subject.patient().equals(patient)), patient + " of " + cohort);
                }
                assertTrue(Collections.disjoint(split.pool(), split.validation()), cohort.toString());
            }
        }
    }

    @Test
    void aSplitThatPreTrainsOnAScanOfTheTestPatientIsRefused() {
        List<Subject> subjects = subjects("a:P b:Q c:P");
        assertTrue(assertThrows(UserError.class, () -> new Split(subjects.subList(0, 1), subjects.subList(0, 1), List.of(),
                List.of(subjects.get(0), subjects.get(1)), subjects.get(1))).getMessage()
                .contains("patient Q is on both sides of the split: test scan b and pre-training scans [b]"));
        assertTrue(assertThrows(UserError.class, () -> new Split(subjects.subList(0, 1), subjects.subList(0, 1),
                List.of(subjects.get(2)), List.of(subjects.get(0), subjects.get(2)), subjects.get(1))).getMessage()
                .contains("scans [c] are trained on and validated on"));
    }
}
