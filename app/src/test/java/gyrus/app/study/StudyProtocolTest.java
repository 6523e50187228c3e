package gyrus.app.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.CommandRun;
import gyrus.app.experiment.Cohort;
import gyrus.app.experiment.Config;
import gyrus.app.experiment.PlainProtocol;
import gyrus.app.experiment.SmallScans;
import gyrus.app.run.ConfigFile;
import gyrus.app.run.RunDirectory;
import gyrus.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A study does what its protocol says: it leaves one patient out, counts seeds from --seed, and compares pair by pair. */
@Tag("slow")
final class StudyProtocolTest {

    /** Who is left out, and what is trained on then: one scan of each other patient first, in the order of the patients. */
    private record Fold(String name, List<String> tests, List<String> training) {}

    /** Patient A has two scans, the others have one; D's is kept for validation. */
    private static final List<Fold> FOLDS = List.of(
            new Fold("fold01", List.of("sub-01", "sub-03"), List.of("sub-02", "sub-04")),
            new Fold("fold02", List.of("sub-02"), List.of("sub-01", "sub-04")));

    private static final long[] SEEDS = {5, 6};

    @TempDir
    private Path folder;

    @Test
    void jobsPairsAndGainsAreThoseOfTheProtocol() throws IOException {
        Path scans = folder.resolve("scans");
        SmallScans.write(scans, 5, "A train4", "B train4", "A train4", "C train4", "D train4");
        Path study = folder.resolve("study");
        List<Object> arguments = new ArrayList<>(List.of("study", "--data", scans, "--out", study, "--device", "reference",
                "--seed", "5", "--seeds", "2", "--folds", "2", "--scans", "2,1"));
        for (String setting : List.of("size=16", "shrink=2", "sliceStep=6", "width=1", "batch=2", "denoiseEpochs=3", "epochs=2",
                "denoiseRate=0.12", "rate=0.03", "pretrainedRate=0.06", "loss=dice")) {
            arguments.addAll(List.of("--set", setting));
        }
        CommandRun run = CommandRun.of(arguments.toArray());
        assertEquals(0, run.exit(), run.err());

        Config base = RunDirectory.config(study, StudyConfig.class).base();
        Cohort cohort = base.cohort();
        Map<String, Double> dice = new HashMap<>(); // the mean over the patient's scans, by job
        Set<Integer> bestEpochs = new HashSet<>(); // of denoisers
        try (Engine engine = Engine.on("reference")) {
            for (Fold fold : FOLDS) {
                for (long seed : SEEDS) {
                    for (int count : new int[] {2, 1}) {
                        Config config = ConfigFile.with(base, Config.class, List.of("seed=" + seed));
                        String place = fold.name() + "-seed" + seed + "-scans" + count;
                        PlainProtocol plain = new PlainProtocol(
                                engine, config, cohort.subjects(), "sub-05", folder.resolve("plain"));
                        String[] training = fold.training().subList(0, count).toArray(String[]::new);
                        Path denoiser = plain.denoiser(place + "-denoiser", training);
                        bestEpochs.add(PlainProtocol.bestEpoch(denoiser));
                        plain.assertSameWeights(denoiser.resolve("best.safetensors"),
                                study.resolve("denoisers").resolve(place + ".safetensors"));
                        PlainProtocol.assertSameEpochs(
                                denoiser, study.resolve("jobs").resolve(place + "-pre-trained").resolve("denoising"));
                        check(plain, plain.pretrained(denoiser, place + "-pre-trained", training), fold, study, dice);
                        check(plain, plain.fresh(place + "-not-pre-trained", training), fold, study, dice);
                    }
                }
            }
        }
        assertEquals(dice.size(), Set.copyOf(dice.values()).size(), "no job can stand for another: " + dice);
        assertTrue(Collections.min(bestEpochs) < base.denoiseEpochs(), "best and last can be told apart: " + bestEpochs);
        try (Stream<Path> jobs = Files.list(study.resolve("jobs"))) {
            assertEquals(dice.keySet(), jobs.map(job -> job.getFileName().toString()).collect(Collectors.toSet()), "all jobs");
        }
        checkGains(JsonMapper.shared().readTree(Files.readString(study.resolve("study.json"))), dice);
    }

    private static void check(PlainProtocol plain, Path training, Fold fold, Path study, Map<String, Double> dice)
            throws IOException {
        String job = training.getFileName().toString();
        Path folder = study.resolve("jobs").resolve(job);
        plain.assertSameTraining(training, folder.resolve("segmentation"));
        JsonNode result = JsonMapper.shared().readTree(Files.readString(folder.resolve("result.json")));
        assertEquals(PlainProtocol.bestEpoch(training), result.get("bestEpoch").asInt(), job);
        assertEquals(fold.tests().size(), result.get("tests").size(), job);
        double sum = 0;
        for (int i = 0; i < fold.tests().size(); i++) {
            JsonNode test = result.get("tests").get(i);
            assertEquals(fold.tests().get(i), test.get("scan").asString(), job);
            double expected = plain.dice(training, fold.tests().get(i));
            assertEquals(expected, test.get("measures").get("DICE").asDouble(), 1e-12, job);
            sum += expected;
        }
        dice.put(job, sum / fold.tests().size());
    }

    /** Pre-trained minus fresh of one patient, seed and number of scans; the mean over the seeds is the patient's gain. */
    private static void checkGains(JsonNode json, Map<String, Double> dice) {
        JsonNode comparisons = json.get("analysis").get("comparisons");
        assertEquals(2, comparisons.size());
        for (JsonNode comparison : comparisons) {
            JsonNode gains = comparison.get("gains").get("DICE").get("difference").get("differences");
            assertEquals(FOLDS.size(), gains.size());
            for (int patient = 0; patient < FOLDS.size(); patient++) {
                double gain = 0;
                for (long seed : SEEDS) {
                    String place = FOLDS.get(patient).name() + "-seed" + seed + "-scans" + comparison.get("scans").asInt();
                    gain += (dice.get(place + "-pre-trained") - dice.get(place + "-not-pre-trained")) / 2;
                }
                assertEquals(gain, gains.get(patient).asDouble(), 1e-12);
            }
        }
    }
}
