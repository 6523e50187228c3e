package gyrus.app.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.experiment.Cohort;
import gyrus.app.experiment.Config;
import gyrus.app.experiment.Config.Preset;
import gyrus.app.experiment.SmallScans;
import gyrus.app.experiment.Split;
import gyrus.app.factor.ArmConfig;
import gyrus.app.failure.UserError;
import gyrus.app.imaging.image.Foreground;
import gyrus.app.run.ConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which jobs a study is made of. */
final class StudyConfigTest {

    private static final Config BASE = Config.of(Preset.QUICK, Config.PHANTOM, 5);

    private static StudyConfig study(
            Config base, List<Integer> scans, Cohort cohort, int seeds, int folds, Map<String, List<String>> factors) {
        return StudyConfig.of(base, scans, cohort, seeds, StudyConfig.firstPatients(cohort, folds), factors);
    }

    @Test
    void everyPatientSeedSizeAndArmIsAJob() {
        StudyConfig study = study(BASE, List.of(), Cohort.phantoms(9, 1), 2, 9, Map.of());
        assertEquals(9 * 2 * 2 * 2, study.jobs().size());
        assertEquals(List.of(5L, 6L), study.seedValues().toList());
        assertEquals(study.jobs().size(), study.jobs().stream().map(Job::key).distinct().count());
        assertEquals("fold01-seed5-scans8-pre-trained", study.jobs().getFirst().key());
    }

    @Test
    void aPatientLeftOutIsLeftOutWithAllScansAndTheOthersComeOneScanEachFirst(@TempDir Path folder) throws IOException {
        SmallScans.write(folder, 5, "A train4", "A train4", "B train4", "C train4", "B train8");
        Cohort cohort = Cohort.folder(folder, "", "", Foreground.BINARY);
        Config three = ConfigFile.with(BASE, Config.class, List.of("large=3", "small=1"));
        assertEquals(List.of("sub-01", "sub-04", "sub-02"),
                Split.leavingOut(cohort, "B", three).large().stream().map(Cohort.Subject::id).toList());
        StudyConfig study = study(BASE, List.of(), cohort, 1, 3, Map.of());
        assertEquals(List.of("A", "B", "C"), study.patients());
        assertEquals(List.of(3, 1), study.scans(), "8 and 4 where leaving A or B out leaves 3");
        Config oneSize = ConfigFile.with(BASE, Config.class, List.of("small=8"));
        assertEquals(List.of(3), study(oneSize, List.of(), cohort, 1, 3, Map.of()).scans());
    }

    @Test
    void theSizesOfTheTrainingSetsMayBeNamed() {
        StudyConfig study = study(BASE, List.of(1, 4, 8, 4), Cohort.phantoms(9, 1), 1, 2, Map.of());
        assertEquals(List.of(8, 4, 1), study.scans());
        assertEquals(2 * 3 * 2, study.jobs().size());
        assertEquals(List.of(8, 1), List.of(study.base().large(), study.base().small()));
        assertTrue(assertThrows(UserError.class, () -> study(BASE, List.of(9), Cohort.phantoms(9, 1), 1, 2, Map.of()))
                .getMessage().contains("--scans 9: when a patient is left out, there may be no more than 8"));
    }

    @Test
    void aPatientThatTheDataLackIsNamed() {
        StudyConfig study = study(BASE, List.of(), Cohort.phantoms(9, 1), 1, 9, Map.of());
        assertTrue(assertThrows(UserError.class, () -> study.requirePatientsOf(Cohort.phantoms(8, 1)))
                .getMessage().contains("has no patient phantom-09"));
    }

    @Test
    void theLastSeedIsTheGreatestThereIs() {
        Config last = ConfigFile.with(BASE, Config.class, List.of("seed=" + (Long.MAX_VALUE - 1)));
        assertEquals(List.of(Long.MAX_VALUE - 1, Long.MAX_VALUE),
                study(last, List.of(), Cohort.phantoms(9, 1), 2, 1, Map.of()).seedValues().toList());
        assertThrows(UserError.class, () -> study(last, List.of(), Cohort.phantoms(9, 1), 3, 1, Map.of()));
    }

    @Test
    void aStudyLeavesOutAsManyPatientsAsThereAreAtMost() {
        assertEquals(2, study(BASE, List.of(1), Cohort.phantoms(2, 1), 1, 2, Map.of()).patients().size());
        assertTrue(assertThrows(UserError.class, () -> study(BASE, List.of(1), Cohort.phantoms(2, 1), 1, 3, Map.of()))
                .getMessage().contains("--folds 3: there are 2 patients"));
        assertTrue(assertThrows(UserError.class, () -> study(BASE, List.of(1), Cohort.phantoms(1, 1), 1, 1, Map.of()))
                .getMessage().contains("takes at least 2"));
    }

    @Test
    void aStudyHasOneToAThousandSeedsAndCombinations() {
        List<String> patients = List.of("a", "b");
        assertEquals(1000, new StudyConfig(BASE, List.of(1), 1000, patients, Map.of()).seedValues().count());
        for (int seeds : new int[] {0, 1001}) {
            assertThrows(UserError.class, () -> new StudyConfig(BASE, List.of(1), seeds, patients, Map.of()));
        }
        assertEquals(1000, new StudyConfig(BASE, List.of(1), 1, patients, Map.of("rate", numbers(1000))).levels().size());
        assertTrue(assertThrows(UserError.class, () -> new StudyConfig(BASE, List.of(1), 1, patients,
                Map.of("rate", numbers(143), "batch", numbers(7)))).getMessage().contains("no more than 1000 combinations"));
    }

    private static List<String> numbers(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(Integer::toString).toList();
    }

    @Test
    void aFactorMultipliesOnlyTheJobsItReaches() {
        assertEquals(List.of(3, 3, 4, 6), List.of(
                jobs(Map.of("noiseAmount", List.of("0.2", "0.4"))),
                jobs(Map.of("rate", List.of("1e-3", "1e-4"))),
                jobs(Map.of("batch", List.of("2", "4"))),
                jobs(Map.of("batch", List.of("2", "4"), "noise", List.of("uniform", "gimp")))));
    }

    /** For one patient, seed and number of scans. */
    private static int jobs(Map<String, List<String>> factors) {
        return study(BASE, List.of(), Cohort.phantoms(9, 1), 1, 1, factors).jobs().size() / 2;
    }

    @Test
    void jobsThatWouldTrainTheSameDenoiserShareIt() {
        List<Job> jobs = study(BASE, List.of(), Cohort.phantoms(9, 1), 1, 1,
                Map.of("pretrainedRate", List.of("1e-3", "1e-4"))).jobs().stream().filter(Job::pretrained).toList();
        assertNotEquals(jobs.get(0).key(), jobs.get(1).key());
        assertEquals(jobs.get(0).denoiser(), jobs.get(1).denoiser());
        assertEquals(2, jobs.stream().map(Job::denoiser).distinct().count(), "one for each number of scans");
    }

    private static final List<ArmConfig> THREE = List.of(
            new ArmConfig("more noise", Map.of("noiseAmount", "0.8")),
            new ArmConfig("More noise at a low rate", Map.of("noiseAmount", "0.8", "pretrainedRate", "1e-5")),
            new ArmConfig("none", Map.of("pretraining", "none")));

    @Test
    void everyArmIsComparedWithTheLastAndArmsThatDifferInSegmentationAloneShareADenoiser() {
        StudyConfig study = study(BASE.with(THREE), List.of(2), Cohort.phantoms(9, 1), 1, 1, Map.of());
        List<Job> jobs = study.jobs();
        assertEquals(List.of("fold01-seed5-scans2-more-noise", "fold01-seed5-scans2-more-noise-at-a-low-rate",
                "fold01-seed5-scans2-none"), jobs.stream().map(Job::key).toList());
        assertEquals(jobs.get(0).denoiser(), jobs.get(1).denoiser());
        assertEquals("fold01-seed5-scans2-noiseAmount=0.8", jobs.get(0).denoiser());
        assertEquals(List.of(0.8, 0.8, 0.4), jobs.stream().map(job -> job.config().noiseAmount()).toList());
        assertEquals(List.of(true, true, false), jobs.stream().map(Job::pretrained).toList());
        assertEquals(new Chosen("more noise", "none"), study.chosen());
        assertEquals(THREE.subList(0, 2), study.compared());
    }

    @Test
    void armsThatAreNoConfigurationOrTheSameAreRefused() {
        assertTrue(armRefusal(THREE.getFirst(), new ArmConfig("other", Map.of("noiseAmount", "0.80")))
                .contains("arms: more noise and other are one configuration"));
        assertTrue(armRefusal(THREE.getFirst(), new ArmConfig("wild", Map.of("noiseAmount", "8")))
                .contains("arms: wild: noiseAmount = 8.0: must be between 0 and 1"));
        assertTrue(
                armRefusal(THREE.getFirst(), new ArmConfig("wild", Map.of("nose", "8"))).contains("arms: wild: nose=8: expected"));
        assertTrue(armRefusal(THREE.getFirst(), THREE.getFirst()).contains("arms = more noise, more noise: must be names that"));
        assertTrue(armRefusal(THREE.getFirst()).contains("arms = [more noise]: must be at least two"));
        assertThrows(UserError.class, () -> new ArmConfig("a", Map.of("seed", "2")));
        assertThrows(UserError.class, () -> new ArmConfig("../a", Map.of()));
        assertTrue(assertThrows(UserError.class, () -> study(BASE.with(THREE), List.of(2), Cohort.phantoms(9, 1), 1, 1,
                Map.of("noiseAmount", List.of("0.1", "0.2")))).getMessage()
                .contains("must be other keys than those of arm more noise"));
    }

    private static String armRefusal(ArmConfig... arms) {
        return assertThrows(UserError.class, () -> study(BASE.with(List.of(arms)), List.of(2), Cohort.phantoms(9, 1), 1, 1,
                Map.of())).getMessage();
    }

    @Test
    void factorsThatMakeNoSenseAreRefused() {
        assertTrue(refusal(Map.of("seed", List.of("1", "2"))).contains("--factor seed: is part of the study's design"));
        assertTrue(refusal(Map.of("noise", List.of("uniform", "UNIFORM")))
                .contains("--factor noise=uniform,UNIFORM: uniform and UNIFORM are one value; name each once"));
        assertTrue(refusal(Map.of("rate", List.of("1e-3", "1e-4", "0.001"))).contains("1e-3 and 0.001 are one value"));
        assertTrue(refusal(Map.of("nois", List.of("gimp"))).contains("a key of"));
        assertTrue(refusal(Map.of("noiseAmount", List.of("0.2", "2"))).contains("between 0 and 1"));
    }

    private static String refusal(Map<String, List<String>> factors) {
        return assertThrows(UserError.class,
                () -> study(BASE, List.of(), Cohort.phantoms(9, 1), 1, 2, factors)).getMessage();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "[ \"uniform\" ]  | null                     | factors.noise = null: must be a list",
        "[ \"uniform\" ]  | [ null ]                 | factors.noise[0] = null: must be text",
        "[ \"uniform\" ]  | [ ]                      | --factor noise: must have at least one value, each named once",
        "[ \"uniform\" ]  | [ \"gimp\", \"gimp\" ]   | --factor noise: must have at least one value, each named once",
        "\"seeds\" : 2    | \"seeds\" : 2000000000   | --seeds 2000000000: must be at least 1 and at most 1000",
        "[ 2, 1 ]         | [ null ]                 | scans[0] = null: must be a whole number of at most 2147483647",
        "[ 2, 1 ]         | [ ]                      | --scans []: must be numbers of at least 1",
        "\"arm\" : \"pre-trained\" | \"arm\" : \"x\" | chosen.arm = x: must be one of the arms [pre-trained, not pre-trained]",
        "[ \"a\", \"b\" ] | [ ]                      | patients []: must be at least one, each named once",
        "[ \"a\", \"b\" ] | [ \"a\", \"a\" ]         | patients [a, a]: must be at least one, each named once",
    })
    void aFileThatIsNoStudyIsRefused(String right, String wrong, String reason, @TempDir Path folder) throws IOException {
        Path file = folder.resolve("config.json");
        ConfigFile.write(new StudyConfig(BASE, List.of(2, 1), 2, List.of("a", "b"),
                Map.of("noise", List.of("uniform"))), file);
        Files.writeString(file, Files.readString(file).replace(right, wrong));
        String message = assertThrows(UserError.class, () -> ConfigFile.read(file, StudyConfig.class)).getMessage();
        assertEquals(file + ": not a configuration of this version: " + reason, message);
    }
}
