package gyrus.app.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.experiment.Config;
import gyrus.app.experiment.Config.Preset;
import gyrus.app.factor.ArmConfig;
import gyrus.app.statistics.PairedDifference;
import gyrus.app.study.Analysis.Comparison;
import gyrus.app.study.Analysis.Gain;
import gyrus.app.study.JobResult.ScanResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The analysis of a study whose figures are known. */
final class AnalysisTest {

    private static final Config BASE = Config.of(Preset.QUICK, Config.PHANTOM, 1);

    private static StudyConfig study(int patients, int seeds) {
        return new StudyConfig(BASE, List.of(8, 4), seeds,
                "abcdefgh".substring(0, patients).chars().mapToObj(Character::toString).toList(),
                Map.of()).comparing(List.of(TestMeasure.DICE, TestMeasure.ACURCY), 0);
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

    /** Patient a: +0.1 and +0.3 by seed, so +0.2; patient b: -0.1 and +0.1, so 0. */
    @Test
    void seedsAreAveragedWithinThePatientFirst() {
        double[][] gains = {{0.1, 0.3}, {-0.1, 0.1}};
        Analysis analysis = analysis(study(2, 2),
                job -> result(job, 0.5 + (job.pretrained() ? gains[job.fold() - 1][(int) job.seed() - 1] : 0), 0.5));
        Gain gain = analysis.comparisons().getFirst().gains().get(TestMeasure.DICE);
        assertEquals(2, gain.difference().differences().size());
        assertEquals(0.2, gain.difference().differences().getFirst(), 1e-12);
        assertEquals(0, gain.difference().differences().getLast(), 1e-12);
        assertEquals(0.1, gain.difference().centre(), 1e-12);
        assertEquals(0.6, gain.arm(), 1e-12);
        assertEquals(0.5, gain.against(), 1e-12);
        assertEquals(0.05, analysis.comparisons().getFirst().gains().get(TestMeasure.ACURCY).difference().centre(), 1e-12);
    }

    @Test
    void scansOfOnePatientAreAveraged() {
        JobResult result = new JobResult("job", "", "", List.of(test("x", 1, 0.2), test("y", 0, 0.6)), 1,
                List.of(0.5));
        assertEquals(0.4, result.mean(TestMeasure.DICE), 1e-15);
    }

    @Test
    void theTrendIsTheGainOnTheSmallSetMinusThatOnTheLarge() {
        Analysis analysis =
                analysis(study(3, 1), job -> result(job, 0.5 + (job.pretrained() ? (job.scans() == 4 ? 0.3 : 0.1) : 0), 0.5));
        assertEquals(0.2, analysis.trends().getFirst().differences().get(TestMeasure.DICE).centre(), 1e-12);
    }

    /** Four pairs of at most 3 epochs: 1 against 3 (2 saved), never against 2 (2 lost), 3 against never (1 saved), never both. */
    @Test
    void aRunThatNeverReachedTheDiceCountsWithTheEpochsItWasSeenBelowIt() {
        Double[][] with = {{0.9, 1.0, 1.0}, {0.1, 0.2, 0.3}, {0.1, 0.2, 0.9}, {0.1, 0.2, 0.3}};
        Double[][] without = {{0.1, 0.2, 0.9}, {0.1, 0.9, 0.3}, {0.1, 0.2, 0.3}, {0.1, 0.2, 0.3}};
        Analysis analysis = analysis(study(4, 1), job -> result(job, 0.5, (job.pretrained() ? with : without)[job.fold() - 1]));
        Convergence convergence = analysis.comparisons().getFirst().convergence().getFirst();
        assertEquals(0.9, convergence.dice());
        assertEquals(List.of(2.0, -2.0, 1.0, 0.0), convergence.saved().differences());
        assertEquals(List.of(2, 0, 1, 1), List.of(
                convergence.sooner(), convergence.same(), convergence.later(), convergence.neither()));
        assertEquals(2, convergence.armReached());
        assertEquals(2, convergence.againstReached());
        assertEquals((0 + 3 + 2 + 3) / 4.0, convergence.armEpochs());
        assertEquals((2 + 1 + 3 + 3) / 4.0, convergence.againstEpochs());
        assertEquals(1, convergence.saved().test().zeros());
    }

    @Test
    void theCurvesAreMeansOverTheRuns() {
        Double[][] with = {{0.9, 1.0}, {0.1, 0.2}, {0.2, 0.6}};
        Double[][] without = {{0.1, 0.2}, {0.3, 0.4}, {0.5, 0.6}};
        Analysis analysis = analysis(study(3, 1), job -> result(job, 0.5, (job.pretrained() ? with : without)[job.fold() - 1]));
        Comparison comparison = analysis.comparisons().getFirst();
        assertEquals(0.4, comparison.armDice().get(0), 1e-12);
        assertEquals(0.6, comparison.armDice().get(1), 1e-12);
        assertEquals(0.3, comparison.againstDice().get(0), 1e-12);
        assertEquals(0.4, comparison.againstDice().get(1), 1e-12);
    }

    @Test
    void anIntervalWithZeroIsNoDifference() {
        assertTrue(verdictOnDice(4, 0.1, -0.2, 0.05, 0.1, -0.1, 0.2).contains("includes 0: the data do not show a difference."));
        assertTrue(verdictOnDice(4, 0, 0, 0).contains("There was no difference in any patient."));
        assertTrue(verdictOnDice(4, 0.1, 0.2, 0.15).endsWith("With so few patients the data cannot show a difference."));
    }

    /** Dice and accuracy with 8 scans, accuracy with 4, and both trends: five times 2 / 2^7. */
    @Test
    void aDifferenceThatTheCorrectedTestCannotConfirmIsAHint() {
        String verdict = verdictOnDice(8, 0.1, 0.2, 0.15, 0.11, 0.12, 0.13, 0.14);
        assertTrue(
                verdict.endsWith(
                        "not after the correction for all comparisons: a hint that the Dice is higher with \"pre-trained\" "
                                + "than with \"not pre-trained\", not evidence."),
                verdict);
        assertTrue(verdict.contains("corrected p = 0.078, 7 patients"), verdict);
    }

    @Test
    void theComparisonThatWasChosenBeforehandIsNotCorrected() {
        String verdict = verdictOnDice(4, -0.1, -0.2, -0.15, -0.11, -0.12, -0.13, -0.14);
        assertTrue(verdict.endsWith("The data support that the Dice is lower with \"pre-trained\" than with \"not pre-trained\"."),
                verdict);
        assertTrue(verdict.contains("; p = 0.016, 7 patients"), verdict);
    }

    /** With 8 scans pre-training brings half of what it brings with 4. */
    private static String verdictOnDice(int scans, double... gains) {
        Analysis analysis = analysis(study(gains.length, 1),
                job -> result(job, 0.5 + (job.pretrained() ? gains[job.fold() - 1] * 4 / job.scans() : 0), 0.5));
        return StudyFindings.says(analysis).stream().filter(sentence -> sentence.startsWith("Trained on " + scans))
                .findFirst().orElseThrow();
    }

    @Test
    void aStudyOfFewPatientsSaysThatNothingInItCanBeSignificant() {
        Analysis three = analysis(study(3, 1), job -> result(job, 0.5, 0.5));
        assertEquals("Nothing here can be significant: with 3 patients the signed-rank test gives no p below 0.250, whatever the "
                + "figures. It takes at least 6 patients to reach 0.05.", StudyFindings.says(three).get(1));
        Analysis six = analysis(study(6, 1), job -> result(job, 0.5, 0.5));
        assertTrue(StudyFindings.says(six).get(1).startsWith("Trained on 8 scans"), "after the answer, which is on 4");
    }

    @Test
    void epochsSavedAreSetAgainstThoseThatPreTrainingTook() {
        StudyConfig study = study(3, 1);
        Analysis analysis = analysis(study, job -> result(job, 0.5, 0.5));
        assertTrue(StudyFindings.saysNot(study, analysis).stream().anyMatch(sentence -> sentence.startsWith("That time is saved")
                && sentence.contains("The epochs of pre-training, " + BASE.denoiseEpochs() + " of the base")));
    }

    @Test
    void theEffectIsTracedAgainstTheNumberOfScansAveragedOverTheLevels() {
        StudyConfig study = new StudyConfig(
                BASE, List.of(8, 4, 1), 1, List.of("a", "b"), Map.of("noise", List.of("uniform", "gimp")));
        Analysis analysis = analysis(study, job -> result(job, !job.pretrained() ? 0.5
                : 0.5 + 0.1 / job.scans() + (job.level().has("noise", "gimp") ? 0.02 : 0), 0.5));
        assertEquals(List.of(1, 4, 8), analysis.bySize().stream().map(Analysis.SizeEffect::scans).toList());
        assertEquals(0.1 + 0.01, analysis.bySize().getFirst().gain().difference().centre(), 1e-12);
        assertEquals(0.0125 + 0.01, analysis.bySize().getLast().gain().difference().centre(), 1e-12);
        assertEquals(0.0875, analysis.trends().getFirst().differences().get(TestMeasure.DICE).centre(), 1e-12, "1 scan less 8");
    }

    /** The gain is 0.1, and 0.02 more with gimp noise, and 0.04 more with an amount of 0.2. */
    @Test
    void eachFactorsEffectIsAveragedOverTheOthers() {
        Map<String, List<String>> factors = new LinkedHashMap<>();
        factors.put("noise", List.of("uniform", "gimp"));
        factors.put("noiseAmount", List.of("0.4", "0.2"));
        StudyConfig study = new StudyConfig(BASE, List.of(4), 2, List.of("a", "b", "c"), factors);
        Analysis analysis = analysis(study, job -> result(job, !job.pretrained() ? 0.5
                : 0.6 + (job.level().has("noise", "gimp") ? 0.02 : 0) + (job.level().has("noiseAmount", "0.2") ? 0.04 : 0), 0.5));
        List<Analysis.FactorEffect> effects = analysis.byFactor();
        assertEquals(List.of("uniform", "gimp", "0.4", "0.2"), effects.stream().map(Analysis.FactorEffect::value).toList());
        assertEquals(0.1 + 0.02, effects.get(0).gain().difference().centre(), 1e-12);
        assertTrue(effects.get(0).againstFirst().isEmpty());
        assertEquals(0.02, effects.get(1).againstFirst().orElseThrow().centre(), 1e-12);
        assertEquals(0.04, effects.get(3).againstFirst().orElseThrow().centre(), 1e-12);
        assertEquals(3, effects.get(3).againstFirst().orElseThrow().differences().size(), "one for each patient");
        assertTrue(StudyFindings.says(analysis).stream().anyMatch(sentence -> sentence.startsWith(
                "With noiseAmount=0.2, the difference in Dice on 4 scans differs from that with the factor's first value by "
                        + "+0.04000")));
    }

    @Test
    void factorsAreComparedLevelByLevelAgainstTheSameFreshNetworks() {
        StudyConfig study = new StudyConfig(
                BASE, List.of(8, 4), 1, List.of("a", "b"), Map.of("noise", List.of("uniform", "gaussian")));
        assertEquals(2 * 2 * (2 + 1), study.jobs().size(), "patients x sizes x (two pre-trained and one fresh)");
        Analysis analysis = analysis(study,
                job -> result(job, !job.pretrained() ? 0.5 : job.level().toString().equals("noise=gaussian") ? 0.7 : 0.6, 0.5));
        List<Double> gains = analysis.comparisons().stream().map(Comparison::gains)
                .map(measures -> measures.get(TestMeasure.DICE).difference()).map(PairedDifference::centre).toList();
        assertEquals(4, gains.size());
        assertEquals(0.1, gains.getFirst(), 1e-12);
        assertEquals(0.2, gains.getLast(), 1e-12);
        assertFalse(analysis.comparisons().getLast().level().isEmpty());
    }

    /** One arm gains 0.1, another loses 0.1; the second is compared beforehand, with 8 scans. */
    @Test
    void everyArmIsComparedWithTheOneThatThePrimaryComparisonNames() {
        Config base = BASE.with(List.of(new ArmConfig("none", Map.of("pretraining", "none")), new ArmConfig("better", Map.of()),
                new ArmConfig("worse", Map.of("rate", "1", "pretrainedRate", "1"))));
        StudyConfig study = new StudyConfig(base, List.of(8, 4), 1, List.of("a", "b", "c"), Map.of(), "Which is better?",
                new Chosen("worse", "none"), StudyConfig.MEASURES, 0.01);
        assertEquals(3 * 2 * 3, study.jobs().size());
        Map<String, Double> dice = Map.of("none", 0.5, "better", 0.6, "worse", 0.4);
        Analysis analysis = analysis(study, job -> result(job, dice.get(job.arm().name()), 0.5));
        assertEquals(List.of("better", "better", "worse", "worse"),
                analysis.comparisons().stream().map(Comparison::arm).toList());
        assertTrue(analysis.names().containsKey("Dice, 8 scans, worse"), analysis.names().keySet()::toString);
        assertEquals(List.of(0.1, 0.1, -0.1, -0.1), analysis.comparisons().stream()
                .map(comparison -> comparison.gains().get(TestMeasure.DICE).difference().centre())
                .map(centre -> Math.round(centre * 1e9) / 1e9).toList());
        assertEquals(-0.1, analysis.chosen().centre(), 1e-12);
    }
}
