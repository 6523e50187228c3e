package gyrus.app.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import gyrus.app.CommandRun;
import gyrus.app.experiment.Config;
import gyrus.app.experiment.Config.Preset;
import gyrus.app.experiment.PlainProtocol;
import gyrus.app.experiment.SmallScans;
import gyrus.app.run.ConfigFile;
import gyrus.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training does what its protocol says: the weights it begins with, its task's targets, its loss, its rate, its slices. */
@Tag("slow")
final class TrainProtocolTest {

    @TempDir
    private Path folder;
    private Path scans;

    private static final List<String> SHARED = List.of("size=16", "sliceStep=4", "width=1", "batch=2", "decay=0.02",
            "noise=gimp", "noiseAmount=0.3", "seed=5");

    private Path image(int index) throws IOException {
        return named("images", SmallScans.imageFile(scans, SmallScans.id(index)), index);
    }

    private Path mask(int index) throws IOException {
        return named("masks", SmallScans.maskFile(scans, SmallScans.id(index)), index);
    }

    /** A file whose name is the scan's, since noise is drawn by the name. */
    private Path named(String place, Path file, int index) throws IOException {
        Path copy = Files.createDirectories(folder.resolve(place)).resolve(SmallScans.id(index) + ".nii.gz");
        return Files.exists(copy) ? copy : Files.copy(file, copy);
    }

    /** Trains on the first two scans and validates on the third, one pixel of the network being 2 x 2 of a scan. */
    private Path trained(String name, boolean denoising, String... options) throws IOException {
        Path out = folder.resolve(name);
        List<Object> arguments = new ArrayList<>(List.of("train", "--device", "reference", "--out", out, "--images", image(0),
                image(1), "--validation", image(2)));
        if (!denoising) {
            arguments.addAll(List.of("--masks", mask(0), mask(1), "--validation-masks", mask(2)));
        }
        Stream.concat(SHARED.stream(), Stream.of("pixelAcross=4", "pixelUp=4"))
                .forEach(setting -> arguments.addAll(List.of("--set", setting)));
        arguments.addAll(List.of(options));
        CommandRun run = CommandRun.of(arguments.toArray());
        assertEquals(0, run.exit(), run.err());
        return out;
    }

    @Test
    void denoisingAndSegmentationFreshAndTransferredAreThoseOfTheProtocol() throws IOException {
        scans = folder.resolve("scans");
        SmallScans.write(scans, 3);
        Path denoiser = trained("denoiser", true, "--task", "denoising", "--epochs", "4", "--rate", "0.15", "--loss", "mse");
        Path fresh = trained("fresh", false, "--epochs", "2", "--rate", "0.05", "--loss", "dice");
        Path transferred = trained("transferred", false, "--epochs", "2", "--rate", "0.1", "--loss", "dice",
                "--init", denoiser.resolve("best.safetensors").toString());

        List<String> settings = new ArrayList<>(SHARED);
        settings.addAll(List.of("shrink=2", "denoiseEpochs=4", "denoiseRate=0.15", "denoiseLoss=mse", "epochs=2", "rate=0.05",
                "pretrainedRate=0.1", "loss=dice"));
        Config config = ConfigFile.with(Config.of(Preset.QUICK, scans.toString(), 1), Config.class, settings);
        try (Engine engine = Engine.on("reference")) {
            PlainProtocol plain = new PlainProtocol(engine, config, config.cohort().subjects(), "sub-03", folder.resolve("plain"));
            String[] training = {"sub-01", "sub-02"};
            Path plainDenoiser = plain.denoiser("denoiser", training);
            assertNotEquals(config.denoiseEpochs(), PlainProtocol.bestEpoch(plainDenoiser), "best and last can be told apart");
            plain.assertSameTraining(plainDenoiser, denoiser);
            plain.assertSameTraining(plain.fresh("fresh", training), fresh);
            plain.assertSameTraining(plain.pretrained(plainDenoiser, "transferred", training), transferred);
        }
    }
}
