package gyrus.app.command;

import gyrus.app.failure.UsageError;
import gyrus.app.imaging.image.ImageFile;
import gyrus.app.imaging.volume.NpyFile;
import gyrus.app.imaging.volume.VoxelReader;
import gyrus.engine.Engine;
import gyrus.engine.Parameters;
import gyrus.model.DenseUNet;
import gyrus.model.checkpoint.Checkpoint;
import gyrus.model.file.AtomicFile;
import gyrus.model.onnx.OnnxInput;
import gyrus.model.onnx.OnnxModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gyrus export}: networks and volumes in the formats of other programs. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Writes a trained network as ONNX, or a volume as an array for NumPy.",
            "",
            "ONNX (opset " + OnnxModel.OPSET + "): from 'image' [batch, 1, height, width], intensities in 0 to 1, to"
                    + " 'probability' of the same shape; both sides are multiples of 16. What the network was trained for is in"
                    + " the model's properties.",
        },
        footer = {
            "",
            "Examples:",
            "  gyrus export --weights best.safetensors --onnx brain.onnx",
            "  gyrus export --volume head.nii.gz --npy head.npy",
            "",
            "In Python: numpy.load('head.npy')[x, y, z]. PyTorch reads the weights without",
            "export: docs/how-to/load-in-pytorch.md.",
            "",
            "Exit codes: 0 done, 1 a file missing, broken or in the way, 2 wrong usage.",
        })
public final class Export implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--weights", paramLabel = "FILE", description = "a trained network")
    private Optional<Path> weights;

    @Option(names = "--onnx", paramLabel = "OUT", description = "the network as ONNX")
    private Optional<Path> onnx;

    @Option(names = "--volume", paramLabel = "FILE", description = "a NIfTI file of one volume, or a PNG picture")
    private Optional<Path> volume;

    @Option(names = "--npy", paramLabel = "OUT", description = "the volume as a float32 array")
    private Optional<Path> npy;

    @Override
    public Integer call() throws IOException {
        if (weights.isPresent() != onnx.isPresent() || volume.isPresent() != npy.isPresent()
                || weights.isEmpty() && volume.isEmpty()) {
            throw new UsageError("name what to export and where to: --weights FILE --onnx OUT, or"
                    + " --volume FILE --npy OUT");
        }
        if (weights.isPresent()) {
            exportNetwork(weights.get(), onnx.get());
        }
        if (volume.isPresent()) {
            exportVolume(volume.get(), npy.get());
        }
        return 0;
    }

    private void exportNetwork(Path file, Path out) throws IOException {
        AtomicFile.requireFree(out);
        DenseUNet network = Checkpoint.network(file);
        try (Engine engine = Engine.on("cpu")) {
            Parameters parameters = network.allocate(engine);
            Map<String, String> metadata = Checkpoint.loadWeights(file, network, parameters);
            OnnxInput image = OnnxInput.of("image", 1, 16, 16, network.inputChannels())
                    .free(0, "batch").free(1, "height").free(2, "width");
            AtomicFile.create(out, OnnxModel.encode(
                    parameters, image, "probability", x -> network.forward(parameters, x).sigmoid(), metadata));
            parameters.release();
        }
        print(out);
    }

    private void exportVolume(Path file, Path out) throws IOException {
        AtomicFile.requireFree(out);
        try (VoxelReader voxels = ImageFile.open(file)) {
            long beyond = NpyFile.write(out, voxels);
            if (beyond > 0) {
                spec.commandLine().getErr().printf(Locale.ROOT, "gyrus: %s: %d voxels are whole numbers beyond %d, where float32"
                        + " does not hold all: they may be rounded%n", out, beyond, NpyFile.MOST_EXACT);
            }
        }
        print(out);
    }

    private void print(Path file) {
        PrintWriter results = spec.commandLine().getOut();
        results.println(file);
        results.flush();
    }
}
