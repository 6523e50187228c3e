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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sentences of a study whose results are made up. */
final class StudyFindingsTest {

    private static final Config BASE = Config.of(Preset.QUICK, Config.PHANTOM, 1);

    private static StudyConfig study(int patients, Map<String, List<String>> factors) {
        return new StudyConfig(BASE, List.of(4, 1), 1,
                "abcdefgh".substring(0, patients).chars().mapToObj(Character::toString).toList(), factors)
                .comparing(List.of(TestMeasure.DICE, TestMeasure.ACURCY), 0);
    }

    private static ScanResult test(String scan, double accuracy, double dice) {
        return new ScanResult(scan, Map.of(TestMeasure.ACURCY, accuracy, TestMeasure.DICE, dice, TestMeasure.VOLSMTY, 1.0));
    }

    private static JobResult result(Job job, double dice, Double... validation) {
        return new JobResult(job.key(), "", "", List.of(test("scan", dice / 2, dice)), 1, List.of(validation));
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
                StudyFindings.figures(analysis, analysis.chosen(), 3));
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
        String sentence = says(analysis, "The difference in Dice with 1 scan minus that with 4 scans is +0.30000");
        assertTrue(sentence.endsWith("The data support that \"pre-trained\" gains more with fewer scans."), sentence);
        Analysis opposite = analysis(study(8, Map.of()), job -> result(job, 0.5 + (job.pretrained() ? 0.1 * job.scans() : 0), 0.5));
        assertTrue(says(opposite, "The difference in Dice with 1 scan").endsWith("\"pre-trained\" gains less with fewer scans."));
        assertTrue(says(opposite,
                "Trained on 4 scans, the mean test Dice was 0.90000 with \"pre-trained\" and 0.50000 with \"not pre-trained\", "
                        + "a difference of +0.40000")
                .endsWith("The data support that the Dice is higher with \"pre-trained\" than with \"not pre-trained\"."));
    }

    @Test
    void theSpeedOfConvergenceIsToldWhereAnyRunReachedAGoodDice() {
        Analysis analysis = analysis(study(7, Map.of()), job -> job.scans() == 1 ? result(job, 0.5, 0.1, 0.2, 0.3)
                : result(job, 0.5, job.pretrained() ? new Double[] {0.9, 0.95, 1.0} : new Double[] {0.1, 0.5, 0.9}));
        String sentence =
                says(analysis, "Trained on 4 scans, 7 of 7 runs reached a validation Dice of 0.9 with \"pre-trained\" and 7 "
                        + "with \"not pre-trained\"; \"pre-trained\" was sooner in 7 pairs, later in 0; epochs saved: +2.00");
        assertTrue(sentence.endsWith("The data support that \"pre-trained\" saves epochs."), sentence);
        says(analysis, "In 1 of 2 comparisons no run reached a validation Dice of 0.9");
        assertFalse(StudyFindings.says(analysis).stream().anyMatch(one -> one.startsWith("Trained on 1 scan, 0 of 7")));
    }

    @Test
    void theAnswerIsTheChosenComparisonAndWhatFollowsIsShort() {
        Analysis analysis = analysis(study(8, Map.of()).comparing(List.of(TestMeasure.DICE), 0.01),
                job -> result(job, job.pretrained() ? 0.5 + 0.001 * job.fold() / job.scans() : 0.5, 0.5));
        assertEquals(
                "Trained on 1 scan, the mean test Dice was 0.50450 with \"pre-trained\" and 0.50000 with \"not pre-trained\", a "
                        + "difference of "
                        + "+0.00450 (95 % interval +0.00200 to +0.00700; p = 0.008, 8 patients).",
                StudyFindings.answer(analysis));
        assertEquals(List.of("The data support that the Dice is higher with \"pre-trained\" than with \"not pre-trained\".",
                "The whole interval lies within ±0.01, the smallest difference of interest: any difference is too small to matter.",
                "Of the 2 other comparisons in which anything differs, 2 are significant after the correction for their number:",
                "Dice, 4 scans: +0.00112 (95 % interval +0.00050 to +0.00175; corrected p = 0.016, 8 patients).",
                "Dice, fewest scans minus most: +0.00338 (95 % interval +0.00150 to +0.00525; corrected p = 0.016, 8 patients)."),
                StudyFindings.follows(analysis));
    }

    /** Eight patients whose differences lie from 0.001 to 0.008, then the smallest difference of interest around them. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0.01  | lies within ±0.01, the smallest difference of interest: any difference is too small to matter.",
        "0.001 | lies beyond 0.001, the smallest difference of interest: the difference is large enough to matter.",
        "0.004 | but not as a whole: whether the difference is large enough to matter is open.",
    })
    void theIntervalIsComparedWithTheSmallestDifferenceOfInterest(double smallest, String end) {
        Analysis analysis = analysis(study(8, Map.of()).comparing(List.of(TestMeasure.DICE), smallest),
                job -> result(job, job.pretrained() ? 0.5 + job.fold() / 1000.0 / job.scans() : 0.5, 0.5));
        assertTrue(StudyFindings.says(analysis).getFirst().endsWith(end), StudyFindings.says(analysis).getFirst());
        assertTrue(StudyFindings.says(analysis).get(1).contains("Taken by itself, the "), "not what was chosen beforehand");
    }

    @Test
    void anIntervalBeyondBothBoundsDecidesNothing() {
        Analysis analysis = analysis(study(8, Map.of()).comparing(List.of(TestMeasure.DICE), 0.001),
                job -> result(job, job.pretrained() ? 0.5 + (job.fold() - 4) / 100.0 : 0.5, 0.5));
        assertTrue(
                StudyFindings.says(analysis).getFirst().endsWith("The interval reaches beyond ±0.001, the smallest difference of "
                        + "interest, but not as a whole: a difference that matters is neither shown nor ruled out."));
    }

    @Test
    void ofADistanceLessIsBetter() {
        StudyConfig study = study(8, Map.of()).comparing(List.of(TestMeasure.HD95), 1);
        Analysis analysis = analysis(study, job -> distance(job, job.pretrained() ? 10 - 5.0 / job.scans() : 10));
        String answer = StudyFindings.says(analysis).getFirst();
        assertTrue(
                answer.startsWith(
                        "Trained on 1 scan, the mean test HD95 was 5.000 mm with \"pre-trained\" and 10.000 mm with "
                                + "\"not pre-trained\", a difference of -5.000 (95 % interval -5.000 to -5.000; p = 0.008, "
                                + "8 patients). The data support that the HD95, of which less is better, is lower with "
                                + "\"pre-trained\" than with \"not pre-trained\". The whole interval lies beyond 1.0 mm"),
                answer);
        assertTrue(says(analysis, "The difference in HD95 with 1 scan minus that with 4 scans is -3.750")
                .endsWith("The data support that \"pre-trained\" gains more with fewer scans."));
    }

    @Test
    void aMeasureThatANetworkHasNoValueOfIsNotCompared() {
        StudyConfig study = study(8, Map.of()).comparing(List.of(TestMeasure.HD95, TestMeasure.DICE), 0);
        Analysis analysis = analysis(study,
                job -> job.fold() == 3 && job.pretrained() && job.scans() == 1 ? result(job, 0, 0.5)
                        : distance(job, 10 + job.fold()));
        assertEquals(
                "Trained on 1 scan, the mean test HD95 was not known: some network marked nothing, and the HD95 of an empty mask "
                        + "has no value.",
                StudyFindings.says(analysis).getFirst());
        assertTrue(
                says(analysis, "Trained on 4 scans, the mean test HD95 was 14.500 mm").endsWith("no difference in any patient."));
        assertTrue(says(analysis, "The difference in HD95 with 1 scan minus").contains("nothing is compared"));
        assertTrue(analysis.others().stream().allMatch(PairedDifference::isKnown));
    }

    private static JobResult distance(Job job, double millimetres) {
        return new JobResult(job.key(), "", "",
                List.of(new ScanResult("scan", Map.of(TestMeasure.ACURCY, 0.9, TestMeasure.DICE, 0.8,
                        TestMeasure.VOLSMTY, 1.0, TestMeasure.HD95, millimetres))),
                1, List.of(0.5));
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
        assertTrue(saysNot(plain, one, "That one small p among many").contains("The " + (2 * 2 - 1 + 2 + 2) + " others"));
        StudyConfig study = study(3, Map.of("noise", List.of("uniform", "gimp", "gaussian")));
        Analysis two = analysis(study, job -> result(job, 0.5, 0.5));
        assertTrue(saysNot(study, two, "That one small p among many").contains("The 0 others"), "nothing differs");
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
        assertTrue(saysNot(phantoms, analysis, "That the figures hold for people").contains("There are 2 patients here"));
        StudyConfig scans = new StudyConfig(ConfigFile.with(BASE, Config.class, List.of("data=scans")), List.of(4, 1), 1,
                List.of("a", "b"), Map.of());
        assertFalse(StudyFindings.saysNot(scans, analysis).stream().anyMatch(one -> one.startsWith("Anything about real heads")));
    }

    private static String saysNot(StudyConfig study, Analysis analysis, String beginning) {
        return StudyFindings.saysNot(study, analysis).stream()
                .filter(sentence -> sentence.startsWith(beginning)).findFirst().orElseThrow();
    }
}
