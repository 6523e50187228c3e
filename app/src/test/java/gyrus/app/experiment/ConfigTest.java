package gyrus.app.experiment;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.experiment.Config.Preset;
import gyrus.app.failure.UserError;
import gyrus.app.imaging.noise.Noise;
import gyrus.app.imaging.slices.View;
import gyrus.app.run.ConfigFile;
import gyrus.engine.optimizer.Adam;
import gyrus.engine.optimizer.Schedule;
import gyrus.model.DenseUNet;
import gyrus.model.Loss;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigTest {

    private static final Config QUICK = Config.of(Preset.QUICK, Config.PHANTOM, 7);

    private static Config with(String... settings) {
        return ConfigFile.with(QUICK, Config.class, List.of(settings));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "shrink=1, shrink=16                       | shrink=0, shrink=17",
        "size=16, size=32                          | size=0, size=8, size=17, size=1000000000",
        "epochSlices=0, epochSlices=1                          | epochSlices=-1, epochSlices=1000001",
        "sliceStep=1                               | sliceStep=0",
        "small=1, small=8                          | small=0, small=9",
        "validationShare=0.001, validationShare=0.999 | validationShare=0, validationShare=1",
        "width=1, width=512                        | width=0, width=513",
        "batch=1                                   | batch=0",
        "denoiseEpochs=1                           | denoiseEpochs=0",
        "epochs=1                                  | epochs=0",
        "denoiseRate=1e-9                          | denoiseRate=0, denoiseRate=-1",
        "rate=1e-9                                 | rate=0, rate=-1",
        "pretrainedRate=1e-9                       | pretrainedRate=0, pretrainedRate=-1",
        "rateWarmup=0, rateWarmup=5                | rateWarmup=-1, rateWarmup=6",
        "maskShare=0.01, maskShare=0.99           | maskShare=0, maskShare=1",
        "maskBlock=1, maskBlock=64                | maskBlock=0, maskBlock=65",
        "coarseness=1, coarseness=64              | coarseness=0, coarseness=65",
        "phantoms=1, phantoms=1000                | phantoms=0, phantoms=1001",
        "pretrainScans=all, pretrainScans=labelled, pretrainScans=12 | pretrainScans=0, pretrainScans=none",
        "warmup=0                                 | warmup=1, warmup=-1, warmup=12",
        "decay=0                                   | decay=-1e-9",
        "noiseAmount=0, noiseAmount=1              | noiseAmount=-0.001, noiseAmount=1.001",
    })
    void everyNumberHasItsLimits(String allowed, String refused) {
        for (String setting : allowed.split(", ")) {
            assertDoesNotThrow(() -> with(setting), setting);
        }
        for (String setting : refused.split(", ")) {
            String message = assertThrows(UserError.class, () -> with(setting), setting).getMessage();
            assertTrue(message.startsWith(setting.substring(0, setting.indexOf('=')) + " = "), message);
        }
    }

    @Test
    void ratesRiseAsLongAsEveryTrainingOfTheNetworkIsLong() {
        assertEquals(11, with("pretraining=none", "rateWarmup=11").rateWarmup());
        assertEquals(11, with("pretraining=longer", "rateWarmup=11").rateWarmup());
        String refusal = assertThrows(UserError.class, () -> with("pretraining=none", "rateWarmup=12")).getMessage();
        assertEquals("rateWarmup = 12: must be at least 0, and below epochs = 12", refusal);
        String both = assertThrows(UserError.class, () -> with("pretraining=phantoms", "rateWarmup=6")).getMessage();
        assertEquals("rateWarmup = 6: must be at least 0, and below epochs = 12 and denoiseEpochs = 6", both);
    }

    /** The paper: 128 x 128 sagittal slices, Adam at 1e-5 and 5e-5 when pre-trained, 50 and 100 epochs, 40 % of uniform noise. */
    @Test
    void thePresetOfThePaperIsThePapersProtocol() {
        Config paper = Config.of(Preset.PAPER, "scans", 7);
        assertEquals(View.SAGITTAL, paper.view());
        assertEquals(128, paper.size());
        assertEquals(List.of(8, 4), List.of(paper.large(), paper.small()));
        assertEquals(List.of(50, 100), List.of(paper.denoiseEpochs(), paper.epochs()));
        assertEquals(new Adam(new Schedule.InverseTime(1e-5, 1.99e-7), 0.9, 0.999, 1e-8), paper.adam(paper.rate(), 100, 7));
        assertEquals(List.of(1e-5, 5e-5), List.of(paper.denoiseRate(), paper.pretrainedRate()));
        assertEquals(List.of(Loss.BCE, Loss.BCE), List.of(paper.denoiseLoss(), paper.loss()));
        assertEquals(new Noise(Noise.Kind.UNIFORM, 0.4, 7), paper.corruptionModel().noise());
        assertEquals(new DenseUNet(32, 1), paper.network());
        assertEquals(Validation.LAST, paper.validation());
    }

    @Test
    void theSeedIsThatOfNoiseAndPhantoms() throws Exception {
        Config config = with("seed=9", "noise=gimp", "noiseAmount=0.3", "large=2", "small=1", "width=3");
        assertEquals(new Noise(Noise.Kind.GIMP, 0.3, 9), config.corruptionModel().noise());
        assertEquals(new DenseUNet(3, 1), config.network());
        assertEquals(Cohort.phantoms(4, 9).subjects(), config.cohort().subjects());
        assertEquals(List.of("phantom-01", "phantom-02", "phantom-03", "phantom-04"), config.cohort().patients());
    }

    /** 4 epochs of 10 updates: one epoch of warm-up, then half a cosine over the 30 updates that are left. */
    @Test
    void theScheduleSpansTheWholeTrainingAfterItsWarmUp() {
        Adam adam = with("schedule=cosine", "rateWarmup=1").adam(0.2, 4, 10);
        assertEquals(0.2 / 10, adam.rateAfter(0), 1e-15);
        assertEquals(0.2, adam.rateAfter(9), 1e-15);
        assertEquals(0.2 * (1 + Math.cos(Math.PI * 15 / 30)) / 2, adam.rateAfter(25), 1e-15);
        assertEquals(0.2 * (1 + Math.cos(Math.PI * 29 / 30)) / 2, adam.rateAfter(39), 1e-15);
        assertEquals(0.2, with("schedule=constant").adam(0.2, 4, 10).rateAfter(39), 1e-15);
        assertEquals(0.2 / (1 + 0.5 * 39), with("decay=0.5").adam(0.2, 4, 10).rateAfter(39), 1e-15);
    }
}
