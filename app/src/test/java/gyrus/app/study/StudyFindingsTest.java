package gyrus.app.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.experiment.Config;
import gyrus.app.experiment.Config.Preset;
import gyrus.app.run.ConfigFile;
import gyrus.app.statistics.PairedDifference;
import gyrus.app.study.JobResult.ScanResult;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The sentences of a study whose results are made up. */
final class StudyFindingsTest {

    private static final Config BASE = Config.of(Preset.QUICK, Config.PHANTOM, 1);

    private static StudyConfig study(int patients, Map<String, List<String>> factors) {
        return new StudyConfig(BASE, List.of(4, 1), 1,
                "abcdefgh".substring(0, patients).chars().mapToObj(Character::toString).toList(), factors);
    }

    private static JobResult result(Job job, double dice, Double... validation) {
        return new JobResult(job.key(), "", "", List.of(new ScanResult("scan", dice / 2, dice, dice / 4)), 1, List.of(validation));
    }

    private static Analysis analysis(StudyConfig study, Function<Job, JobResult> results) {
        return Analysis.of(study, study.jobs().stream().collect(Collectors.toMap(Job::key, results)));
    }

    private static String says(Analysis analysis, String beginning) {
        return StudyFindings.says(analysis).stream().filter(sentence -> sentence.startsWith(beginning)).findFirst().orElseThrow();
    }

    /** The interval of six values is their range: 2 / 2^6 is the only p below 5 %. */
    @Test
    void figuresAreTheCentreItsIntervalAndP() {
        Analysis analysis =
                analysis(study(6, Map.of()), job -> result(job, job.pretrained() ? 0.5 + job.fold() / 100.0 : 0.5, 0.5));
        assertEquals("+0.035 (95 % interval +0.010 to +0.060; p = 0.031, 6 patients)",
                StudyFindings.figures(analysis, analysis.primary(), 3));
        assertEquals("-0.200 (p = 1.000, 1 patient)",
                StudyFindings.figures(analysis, PairedDifference.of(List.of(-0.2)), 3).replace("corrected ", ""));
    }

    /** Fourteen differences of one sign: twice 2 to the power of -14. */
    @Test
    void aSmallPIsWrittenWithItsExponentAndNoneWhereNothingDiffers() {
        Analysis analysis = analysis(study(3, Map.of()), job -> result(job, 0.5, 0.5));
        assertEquals("1.2e-04", StudyFindings.p(analysis, PairedDifference.of(Collections.nCopies(14, 0.5))));
        assertEquals("0.250", StudyFindings.p(analysis, PairedDifference.of(List.of(1.0, 2.0, 3.0))));
        assertEquals("–", StudyFindings.p(analysis, PairedDifference.of(List.of(0.0, 0.0))));
    }

    @Test
    void theGainWithFewScansIsSetAgainstThatWithMany() {
        Analysis analysis = analysis(study(8, Map.of()), job -> result(job, 0.5 + (job.pretrained() ? 0.4 / job.scans() : 0), 0.5));
        String sentence = says(analysis, "The gain in Dice with 1 scan minus that with 4 scans is +0.30000");
        assertTrue(sentence.endsWith("The data support that pre-training brings more with fewer scans."), sentence);
        Analysis opposite = analysis(study(8, Map.of()), job -> result(job, 0.5 + (job.pretrained() ? 0.1 * job.scans() : 0), 0.5));
        assertTrue(says(opposite, "The gain in Dice with 1 scan").endsWith("pre-training brings less with fewer scans."));
        assertTrue(says(opposite, "Trained on 4 scans, the mean test Dice was 0.90000 with pre-training and 0.50000 without, "
                + "a difference of +0.40000").endsWith("The data support that pre-training raises the Dice."));
    }

    @Test
    void theSpeedOfConvergenceIsToldWhereAnyRunReachedAGoodDice() {
        Analysis analysis = analysis(study(7, Map.of()), job -> job.scans() == 1 ? result(job, 0.5, 0.1, 0.2, 0.3)
                : result(job, 0.5, job.pretrained() ? new Double[] {0.9, 0.95, 1.0} : new Double[] {0.1, 0.5, 0.9}));
        String sentence = says(analysis, "Trained on 4 scans, 7 of 7 runs reached a validation Dice of 0.9 with pre-training and 7 "
                + "without; pre-training was sooner in 7 pairs, later in 0; epochs saved: +2.00");
        assertTrue(sentence.endsWith("The data support that pre-training saves epochs."), sentence);
        says(analysis, "In 1 of 2 comparisons no run reached a validation Dice of 0.9");
        assertFalse(StudyFindings.says(analysis).stream().anyMatch(one -> one.startsWith("Trained on 1 scan, 0 of 7")));
    }

    @Test
    void onePatientShowsNothing() {
        Analysis analysis = analysis(study(1, Map.of()), job -> result(job, job.pretrained() ? 0.9 : 0.1, 0.5));
        assertTrue(
                says(analysis, "Trained on 4 scans, the mean").endsWith("With so few patients the data cannot show a difference."));
        assertTrue(says(analysis, "Nothing here can be significant: with 1 patient the signed-rank test gives no p below 1.00,")
                .endsWith("It takes at least 6 patients to reach 0.05."));
    }

    /**
     * Two sizes: Dice and accuracy on each, of which one is the primary comparison, the trends of both, and one speed of
     * convergence on each; then three values of a factor on each size.
     */
    @Test
    void everyOtherPOnThePageIsCountedOnce() {
        StudyConfig plain = study(3, Map.of());
        Analysis one = analysis(plain, job -> result(job, 0.5 + dice(job), job.pretrained() ? 0.92 - 0.001 * job.fold() : 0.5));
        assertTrue(saysNot(plain, one, "Much by one of many p").contains("The " + (2 * 2 - 1 + 2 + 2) + " others"));
        StudyConfig study = study(3, Map.of("noise", List.of("uniform", "gimp", "gaussian")));
        Analysis two = analysis(study, job -> result(job, 0.5, 0.5));
        assertTrue(saysNot(study, two, "Much by one of many p").contains("The 0 others"), "nothing differs");
        assertTrue(says(two, "Trained on 4 scans, averaged over all settings, the mean test Dice").contains("no difference"));
    }

    private static double dice(Job job) {
        return job.pretrained() ? (0.01 * job.fold() + 0.001 * job.scans() * job.fold()) : 0;
    }

    @Test
    void phantomsSayNothingAboutRealHeads() {
        StudyConfig phantoms = study(2, Map.of());
        Analysis analysis = analysis(phantoms, job -> result(job, 0.5, 0.5));
        saysNot(phantoms, analysis, "Anything about real heads");
        assertTrue(saysNot(phantoms, analysis, "How people in general").contains("there are 2 patients here"));
        StudyConfig scans = new StudyConfig(ConfigFile.with(BASE, Config.class, List.of("data=scans")), List.of(4, 1), 1,
                List.of("a", "b"), Map.of());
        assertFalse(StudyFindings.saysNot(scans, analysis).stream().anyMatch(one -> one.startsWith("Anything about real heads")));
    }

    private static String saysNot(StudyConfig study, Analysis analysis, String beginning) {
        return StudyFindings.saysNot(study, analysis).stream()
                .filter(sentence -> sentence.startsWith(beginning)).findFirst().orElseThrow();
    }
}
