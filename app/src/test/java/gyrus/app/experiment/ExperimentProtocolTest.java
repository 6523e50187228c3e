package gyrus.app.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.experiment.Config.Preset;
import gyrus.app.experiment.Experiment.Outcome;
import gyrus.app.run.ConfigFile;
import gyrus.engine.Engine;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The experiment does what its protocol says: which weights begin which network, at which rate, on which slices, and its test. */
@Tag("slow")
final class ExperimentProtocolTest {

    @TempDir
    private Path folder;

    /** No two rates, losses or numbers of epochs are equal, so that none can stand for another. */
    private static Config config(Path scans) {
        return ConfigFile.with(Config.of(Preset.QUICK, scans.toString(), 1), Config.class, List.of("size=16", "shrink=2",
                "sliceStep=4", "large=2", "small=1", "width=1", "batch=2", "seed=5", "denoiseEpochs=4",
                "epochs=2", "denoiseRate=0.15", "rate=0.05", "pretrainedRate=0.1", "decay=0.02", "denoiseLoss=mse", "loss=dice",
                "noise=gimp", "noiseAmount=0.3"));
    }

    /** On the reference device, whose figures are the same on every machine. */
    @Test
    void sixTrainingsAndFourTestsAreThoseOfTheProtocol() throws IOException {
        Path scans = folder.resolve("scans");
        SmallScans.write(scans, 4, "A train4", "B train8", "C test", "D validation");
        Config config = config(scans);
        Cohort cohort = config.cohort();
        Path run = folder.resolve("run");
        Outcome outcome;
        try (Arena arena = Arena.ofShared(); EngineThreads engines = EngineThreads.open("reference", 1)) {
            Split split = Split.of(cohort, config);
            TrainingData data = TrainingData.read(split, config, config.networks(), arena, line -> {}, warning -> {});
            TestScan test = TestScan.read(split.test(), data.subjects().getFirst().grid(), arena, line -> {});
            outcome = new Experiment(engines, config.identity(cohort), data, test, arena, run, line -> {}).run();
        }
        assertEquals(List.of("Pre-trained 2", "Not pre-trained 2", "Pre-trained 1", "Not pre-trained 1"),
                outcome.arms().stream().map(Arm::name).toList());
        try (Engine engine = Engine.on("reference")) {
            PlainProtocol plain = new PlainProtocol(engine, config, cohort.subjects(), "sub-04", folder.resolve("plain"));
            Path denoiser2 = plain.denoiser("denoise-2", "sub-01", "sub-02");
            Path denoiser1 = plain.denoiser("denoise-1", "sub-01");
            List<Path> arms = List.of(
                    plain.pretrained(denoiser2, "pre-trained-2", "sub-01", "sub-02"),
                    plain.fresh("not-pre-trained-2", "sub-01", "sub-02"),
                    plain.pretrained(denoiser1, "pre-trained-1", "sub-01"),
                    plain.fresh("not-pre-trained-1", "sub-01"));
            for (Path training : List.of(denoiser2, denoiser1, arms.get(0), arms.get(1), arms.get(2), arms.get(3))) {
                Path found = run.resolve(training.getFileName());
                plain.assertSameTraining(training, found);
                plain.assertSameWeights(training.resolve("last.safetensors"), found.resolve("last.safetensors"));
            }
            for (int i = 0; i < arms.size(); i++) {
                assertEquals(plain.dice(arms.get(i), "sub-03"), outcome.arms().get(i).overlap().dice(), 1e-12, arms.get(i) + "");
            }
            assertEveryElementMatters(plain, config, denoiser2, denoiser1, arms);
            PlainProtocol oneRate = new PlainProtocol(engine,
                    ConfigFile.with(config, Config.class, List.of("pretrainedRate=" + config.rate())), cohort.subjects(), "sub-04",
                    folder.resolve("one rate"));
            assertMoved(plain, arms.get(2), oneRate.pretrained(denoiser1, "pre-trained-1", "sub-01"));
        }
    }

    /** Networks that learn nothing, or whose best epoch is the last, would hold nothing of the protocol. */
    private static void assertEveryElementMatters(PlainProtocol plain, Config config, Path denoiser2, Path denoiser1,
            List<Path> arms) throws IOException {
        for (Path denoiser : List.of(denoiser2, denoiser1)) {
            assertNotEquals(config.denoiseEpochs(), PlainProtocol.bestEpoch(denoiser), "best and last can be told apart");
            double moved = plain.moved(denoiser.resolve("best.safetensors"), denoiser.resolve("last.safetensors"));
            assertTrue(moved > 0.5, moved + " of the tensors still learn");
        }
        assertMoved(plain, denoiser2, arms.get(0));
        assertMoved(plain, denoiser1, arms.get(2));
        Set<Double> dices = new HashSet<>();
        for (Path arm : arms) {
            double dice = plain.dice(arm, "sub-03");
            assertTrue(dice > 0 && dice < 1 && dices.add(dice), arm + " has a Dice of its own: " + dice);
            assertNotEquals(dice, plain.dice(arm, "sub-03", 0.6), arm + ": the threshold matters");
        }
    }

    private static void assertMoved(PlainProtocol plain, Path from, Path to) throws IOException {
        double moved = plain.moved(from.resolve("best.safetensors"), to.resolve("best.safetensors"));
        assertTrue(moved > 0.5, moved + " of the tensors differ between " + from + " and " + to);
    }
}
