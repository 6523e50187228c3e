package gyrus.app.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.CommandRun;
import gyrus.app.experiment.SmallScans;
import gyrus.app.run.RunDirectory;
import gyrus.app.run.RunIdentity;
import gyrus.app.study.JobResult.ScanResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A study goes on only with the configuration, the data and the results that are its own; anything else is refused by name. */
final class ResumedStudyTest {

    private static final Map<TestMeasure, Double> MEASURES = Map.of(TestMeasure.ACURCY, 0.9, TestMeasure.DICE, 0.8,
            TestMeasure.VOLSMTY, 0.7, TestMeasure.HD95, 12.5, TestMeasure.NSD1, 0.5);

    @TempDir
    private Path folder;

    private Path scans;
    private Path study;

    /** A study of two jobs, both done; nothing was trained for it. */
    @BeforeEach
    void makeAStudyThatIsDone() throws IOException {
        scans = folder.resolve("scans");
        SmallScans.write(scans, 3);
        study = folder.resolve("study");
        CommandRun list = CommandRun.of("study", "--data", scans, "--out", study, "--jobs", "0", "--seeds", "1", "--folds", "1",
                "--scans", "2", "--set", "size=16", "--set", "shrink=2", "--set", "sliceStep=1", "--set", "validationShare=0.5",
                "--set", "width=1", "--set", "epochs=2");
        assertEquals(0, list.exit(), list.err());
        RunIdentity identity = RunIdentity.read(study);
        for (Job job : RunDirectory.config(study, StudyConfig.class).jobs()) {
            Files.createDirectories(study.resolve("jobs").resolve(job.key()));
            new JobResult(job.key(), identity.configurationSha256(), identity.dataSha256(),
                    List.of(new ScanResult("sub-01", MEASURES)), 2, List.of(0.25, 0.75)).write(result(job.key()));
        }
    }

    private Path result(String job) {
        return study.resolve("jobs").resolve(job).resolve("result.json");
    }

    private CommandRun resume() {
        return CommandRun.of("study", "--out", study, "--resume");
    }

    @Test
    void aStudyThatIsDoneIsReported() {
        CommandRun report = resume();
        assertEquals(0, report.exit(), report.err());
        assertTrue(report.err().contains("2, of which 2 are done"), report.err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "(?s).*                   |                           | holds no JSON object",
        "(?s).*                   | {                         | not JSON",
        "(?s).*                   | null                      | holds no JSON object",
        "(?s).*                   | {}                        | it has no job, configurationSha256, dataSha256, tests, bestEpoch",
        "\"DICE\" : 0.8           | \"DIE\" : 0.8             | there is no key tests[0].measures.DIE",
        "\"DICE\" : 0.8           | \"DICE\" : \"NaN\"        | DICE",
        "\"DICE\" : 0.8           | \"DICE\" : 1.5            | DICE = 1.5: must be between 0 and 1",
        "\"HD95\" : 12.5          | \"HD95\" : -1             | HD95 = -1.0: must be a finite number of at least 0",
        "\"ACURCY\" : 0.9         | \"ACURCY\" : null         | measures.ACURCY = null: must be a finite number",
        "\"ACURCY\" : 0.9,        |                           | must be a set that holds [ACURCY]",
        "\"bestEpoch\" : 2        | \"bestEpoch\" : 3         | bestEpoch = 3: must be between 1 and 2",
        "0.25, 0.75               | 0.25                      | bestEpoch = 2: must be between 1 and 1",
        "0.25, 0.75               | 0.25, 0.75, 0.5           | has validationDice of 3 epochs, the job takes 2",
        "0.25, 0.75               | 0.25, -0.75               | validationDice = -0.75: must be between 0 and 1",
        "\"sub-01\"               | \"sub-02\"                | has tests of [sub-02], the patient left out has the scans [sub-01]",
    })
    void aResultThatIsDamagedIsRefusedBeforeAnythingIsTrained(String right, String wrong, String reason) throws IOException {
        Path file = result("fold01-seed1-scans2-not-pre-trained");
        Files.delete(result("fold01-seed1-scans2-pre-trained"));
        String text = Files.readString(file);
        String altered = text.replaceFirst(right, wrong == null ? "" : wrong);
        assertFalse(altered.equals(text), text);
        Files.writeString(file, altered);
        for (CommandRun run : List.of(resume(), CommandRun.of("study", "--out", study, "--job", "2"))) {
            String refusal = run.refusal();
            assertTrue(refusal.startsWith("gyrus: " + file + ": ") && refusal.contains(reason), refusal);
            assertTrue(refusal.contains("damaged: delete it, and --resume runs its job again"), refusal);
        }
    }

    @Test
    void aResultOfAnotherJobConfigurationOrDataIsRefused() throws IOException {
        Path fresh = result("fold01-seed1-scans2-not-pre-trained");
        String own = Files.readString(fresh);
        Files.writeString(fresh, Files.readString(result("fold01-seed1-scans2-pre-trained")));
        assertTrue(resume().refusal().contains(fresh + ": is the result of another job, fold01-seed1-scans2-pre-trained instead of "
                + "fold01-seed1-scans2-not-pre-trained; delete it"));
        RunIdentity identity = RunIdentity.read(study);
        Files.writeString(fresh, own.replace(identity.configurationSha256(), "0123"));
        assertTrue(resume().refusal().contains("is the result of another configuration, 0123 instead of "));
        Files.writeString(fresh, own.replace(identity.dataSha256(), "0123"));
        assertTrue(resume().refusal().contains("is the result of other data, 0123 instead of "));
        Files.writeString(fresh, own);
        assertEquals(0, resume().exit());
    }

    @Test
    void aScanThatWasAddedOrChangedIsNamed() throws IOException {
        byte[] image = Files.readAllBytes(SmallScans.imageFile(scans, "sub-02"));
        image[4] ^= 1;
        Files.write(SmallScans.imageFile(scans, "sub-02"), image);
        assertTrue(resume().refusal().contains(
                study + ": the data were changed since the run began: the image of scan sub-02 has"));
        image[4] ^= 1;
        Files.write(SmallScans.imageFile(scans, "sub-02"), image);
        SmallScans.write(scans, 4);
        assertTrue(resume().refusal().contains("scan sub-04 was added"));
        assertTrue(CommandRun.of("study", "--out", study, "--job", "1").refusal().contains("scan sub-04 was added"));
    }

    /** A job reads the files that it needs: fold 1 trains on sub-02 and sub-03 and tests on sub-01. */
    @Test
    void aJobRefusesAFileThatWasChanged() throws IOException {
        Files.delete(result("fold01-seed1-scans2-not-pre-trained"));
        Path mask = SmallScans.maskFile(scans, "sub-03");
        byte[] bytes = Files.readAllBytes(mask);
        bytes[4] ^= 1;
        Files.write(mask, bytes);
        assertTrue(CommandRun.of("study", "--out", study, "--job", "2").refusal().contains("the mask of scan sub-03 has SHA-256"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"epochs\" : 2   | \"epochs\" : 3   | base.epochs is 3 instead of 2",
        "\"seeds\" : 1    | \"seeds\" : 2    | seeds is 2 instead of 1",
        "\"seed\" : 1     | \"seed\" : 2     | base.seed is 2 instead of 1",
        "\"scans\" : [ 2 ] | \"scans\" : [ 2, 1 ] | scans is [2,1] instead of [2]",
        "[ \"sub-01\" ]   | [ \"sub-02\" ]   | patients is [\"sub-02\"] instead of [\"sub-01\"]",
        "\"factors\" : { } | \"factors\" : { \"rate\" : [ \"0.1\" ] } | factors.rate is [\"0.1\"] instead of absent",
    })
    void aKeyThatWasEditedIsNamedWithBothValues(String before, String after, String reason) throws IOException {
        Path config = study.resolve("config.json");
        String text = Files.readString(config);
        assertTrue(text.contains(before), text);
        Files.writeString(config, text.replace(before, after));
        assertTrue(resume().refusal().contains(config + ": was changed since the run began: " + reason), resume().err());
    }
}
