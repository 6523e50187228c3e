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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The experiment does what its protocol says: which weights begin which network, at which rate, on which slices, and its test. */
final class ExperimentProtocolTest {

    @TempDir
    private Path folder;

    /** No two rates, losses or numbers of epochs are equal, so that none can stand for another. */
    private static Config config(Path scans) {
        return ConfigFile.with(Config.of(Preset.QUICK, scans.toString(), 1), Config.class, List.of("size=16", "shrink=2",
                "sliceStep=3", "large=2", "small=1", "width=1", "batch=2", "seed=3", "denoiseEpochs=4",
                "epochs=2", "denoiseRate=0.3", "rate=0.02", "pretrainedRate=0.05", "decay=0.3", "denoiseLoss=mse", "loss=dice",
                "noise=gimp", "noiseAmount=0.3"));
    }

    @Test
    void sixTrainingsAndFourTestsAreThoseOfTheProtocol() throws IOException {
        Path scans = folder.resolve("scans");
        SmallScans.write(scans, 4, "A train4", "B train8", "C test", "D validation");
        Config config = config(scans);
        Cohort cohort = config.cohort();
        Path run = folder.resolve("run");
        Outcome outcome;
        try (Arena arena = Arena.ofShared(); EngineThreads engines = EngineThreads.open("cpu:1", 1)) {
            Split split = Split.of(cohort, config);
            TrainingData data = TrainingData.read(split, config, arena, line -> { });
            TestScan test = TestScan.read(split.test(), config, data.heads().getFirst().grid(), arena, line -> { });
            outcome = new Experiment(engines, config.identity(cohort), data, test, arena, run, line -> { }).run();
        }
        try (Engine engine = Engine.on("cpu:1")) {
            PlainProtocol plain = new PlainProtocol(engine, config, cohort.heads(), "sub-04", folder.resolve("plain"));
            Path denoiser2 = plain.denoiser("denoise-2", "sub-01", "sub-02");
            Path denoiser1 = plain.denoiser("denoise-1", "sub-01");
            List<Path> arms = List.of(
                    plain.pretrained(denoiser2, "pre-trained-2", "sub-01", "sub-02"),
                    plain.fresh("not-pre-trained-2", "sub-01", "sub-02"),
                    plain.pretrained(denoiser1, "pre-trained-1", "sub-01"),
                    plain.fresh("not-pre-trained-1", "sub-01"));
            for (Path denoiser : List.of(denoiser2, denoiser1)) {
                assertNotEquals(config.denoiseEpochs(), PlainProtocol.bestEpoch(denoiser), "best and last can be told apart");
                assertSame(plain, denoiser, run);
            }
            for (int i = 0; i < arms.size(); i++) {
                assertSame(plain, arms.get(i), run);
                assertEquals(plain.dice(arms.get(i), "sub-03"), outcome.arms().get(i).overlap().dice(), 1e-12, arms.get(i) + "");
            }
            assertTrue(outcome.arms().stream().map(arm -> arm.overlap().dice()).distinct().count() > 1, "networks differ");
        }
        assertEquals(List.of("Pre-trained 2", "Not pre-trained 2", "Pre-trained 1", "Not pre-trained 1"),
                outcome.arms().stream().map(Arm::name).toList());
    }

    private static void assertSame(PlainProtocol plain, Path training, Path run) throws IOException {
        for (String file : List.of("best.safetensors", "last.safetensors")) {
            plain.assertSameWeights(training.resolve(file), run.resolve(training.getFileName()).resolve(file));
        }
    }
}
