package gyrus.app.command;

import gyrus.app.failure.UsageError;
import gyrus.app.imaging.image.ImageFile;
import gyrus.app.imaging.image.PngFile;
import gyrus.app.imaging.nifti.Datatype;
import gyrus.app.imaging.nifti.NiftiWriter;
import gyrus.app.imaging.volume.Volume;
import gyrus.app.network.NetworkInput;
import gyrus.app.network.Task;
import gyrus.app.network.TrainedNetwork;
import gyrus.app.option.DeviceOption;
import gyrus.engine.Engine;
import gyrus.model.file.AtomicFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gyrus denoise}: a scan without its noise, by a network trained to remove it. */
@Command(
        name = "denoise",
        mixinStandardHelpOptions = true,
        description = {
            "Removes noise from a scan by a trained network; intensities and grid stay the scan's.",
            "",
            "The network sees slices in pixels of the size it was trained on: where the scan's are smaller, detail below"
                    + " that size is lost. Intensities above 1.6 times the brain's are cut there.",
        },
        footer = {
            "",
            "Examples:",
            "  gyrus denoise head.nii.gz --weights best.safetensors",
            "  gyrus denoise head.nii.gz --weights best.safetensors --out clean.nii.gz",
            "",
            "Exit codes: 0 done, 1 a file missing, broken or of another kind, 2 wrong usage.",
        })
public final class Denoise implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private DeviceOption device;

    @Parameters(paramLabel = "SCAN", description = "a NIfTI file of one head, or a PNG picture")
    private Path scan;

    @Option(names = "--weights", paramLabel = "FILE", required = true, description = "a network trained to denoise")
    private Path weights;

    @Option(names = "--out", paramLabel = "FILE",
            description = "a .nii or .nii.gz, for a picture a .png; default: SCAN_denoised in this folder")
    private Optional<Path> out;

    @Override
    public Integer call() throws IOException {
        boolean picture = PngFile.isPng(scan);
        Path file = out.orElse(Path.of(ImageFile.stem(scan) + "_denoised" + (picture ? ".png" : ".nii.gz")));
        if (!file.toString().matches(picture ? "(?si).*\\.png" : "(?si).*\\.nii(\\.gz)?")) {
            throw new UsageError("--out " + file + ": must end in " + (picture ? ".png" : ".nii or .nii.gz"));
        }
        AtomicFile.requireFree(file);
        Volume image = ImageFile.read(scan);
        try (Engine engine = device.open(); TrainedNetwork network = TrainedNetwork.open(engine, weights, Task.DENOISING)) {
            NetworkInput input = network.input(image, scan.toString());
            Volume clean = network.denoised(image, input);
            input.warnings().forEach(warning -> spec.commandLine().getErr().println("gyrus: " + scan + ": " + warning));
            if (picture) {
                PngFile.write(file, clean, PngFile.white(scan));
            } else {
                NiftiWriter.create(file, clean, Datatype.FLOAT32);
            }
        }
        PrintWriter results = spec.commandLine().getOut();
        results.println(file);
        results.flush();
        return 0;
    }
}
