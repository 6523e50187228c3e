package gyrus.app.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.experiment.Config;
import gyrus.app.experiment.Config.Preset;
import gyrus.app.factor.ArmConfig;
import gyrus.app.study.JobResult.ScanResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a study whose results are made up: three arms, of which two are compared with the third. */
final class StudyPageTest {

    @TempDir
    private Path folder;

    private String page() throws IOException {
        Config base = Config.of(Preset.QUICK, Config.PHANTOM, 1).with(List.of(new ArmConfig("denoise", Map.of()),
                new ArmConfig("augment", Map.of("pretraining", "none", "augmentation", "both")),
                new ArmConfig("longer", Map.of("pretraining", "longer"))));
        StudyConfig study = new StudyConfig(base, List.of(8, 1), 1, List.of("a", "b", "c", "d", "e", "f"), Map.of(),
                "Is denoising worth its time?", new Chosen("denoise", "longer"), StudyConfig.MEASURES, 0.01);
        Map<String, Double> dice = Map.of("denoise", 0.9, "augment", 0.8, "longer", 0.7);
        Map<String,
                JobResult> results = study.jobs().stream().collect(Collectors.toMap(Job::key, job -> new JobResult(job.key(), "",
                        "", List.of(new ScanResult("scan",
                                Map.of(TestMeasure.ACURCY, 0.9, TestMeasure.VOLSMTY, 0.9, TestMeasure.DICE,
                                        dice.get(job.arm().name()),
                                        TestMeasure.HD95, 3.0, TestMeasure.NSD1, 0.5))),
                        2, List.of(0.5, dice.get(job.arm().name())))));
        Path file = folder.resolve("study.html");
        StudyPage.write(study, Analysis.of(study, results), "six scans", Map.of(), List.of(), file);
        return Files.readString(file);
    }

    @Test
    void thePageAsksTheStudysQuestionAndAnswersInItsArmsNames() throws IOException {
        String page = page();
        assertTrue(page.contains("Is denoising worth its time?"), "the question");
        assertTrue(page.contains("the mean test Dice was 0.90000 with &quot;denoise&quot; and 0.70000 with &quot;longer&quot;")
                || page.contains("the mean test Dice was 0.90000 with \"denoise\" and 0.70000 with \"longer\""), "the answer");
        assertTrue(page.contains("Every arm minus longer"), "the table's title");
        assertFalse(page.contains("Pre-trained"), "no arm is called that");
    }

    /** Two charts, on a linear scale and towards 1, whose title a screen reader reads out. */
    @Test
    void everyArmHasItsCurvesOfTheValidationDice() throws IOException {
        String page = page();
        for (String arm : List.of("denoise", "augment")) {
            assertEquals(1, page.split("Mean validation Dice, " + arm + " over all patients and seeds", -1).length - 1, arm);
            assertTrue(page.contains(">" + arm + " 8<") && page.contains(">" + arm + " 1<"), "the lines of " + arm);
        }
        assertTrue(page.contains(">longer 8<") && page.contains(">longer 1<"), "what they are compared with");
    }
}
