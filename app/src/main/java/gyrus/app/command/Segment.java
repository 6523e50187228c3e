package gyrus.app.command;

import gyrus.app.failure.UsageError;
import gyrus.app.failure.UserError;
import gyrus.app.imaging.bids.Derivatives;
import gyrus.app.imaging.image.ImageFile;
import gyrus.app.imaging.image.PngFile;
import gyrus.app.imaging.nifti.Datatype;
import gyrus.app.imaging.nifti.NiftiWriter;
import gyrus.app.imaging.volume.Components;
import gyrus.app.imaging.volume.Volume;
import gyrus.app.network.Ensemble;
import gyrus.app.network.NetworkFiles;
import gyrus.app.network.NetworkInput;
import gyrus.app.option.DeviceOption;
import gyrus.app.run.Build;
import gyrus.engine.Engine;
import gyrus.model.file.AtomicFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gyrus segment}: brain masks of one's own scans, by a trained network. */
@Command(
        name = "segment",
        mixinStandardHelpOptions = true,
        description = {
            "Finds the brain in scans by a trained network, and writes a mask in each scan's own grid and place.",
            "",
            "Scans are NIfTI files of any size, spacing and orientation: the weights say which slices and pixels the"
                    + " network learned to look at, scans are resampled to those and the result back.",
        },
        footer = {
            "",
            "Leaves a BIDS derivative, each file with a .json beside it:",
            "  sub-01/anat/sub-01_FLAIR.nii.gz  DIR/sub-01/anat/sub-01_desc-brain_mask.nii.gz",
            "  head.nii                         DIR/head_desc-brain_mask.nii.gz",
            "  picture.png                      DIR/picture_desc-brain_mask.png",
            "Masks are uint8, 0 and 1 (pictures: black and white). --probability adds",
            "..._desc-brain_probseg.nii.gz, float32. Nothing is overwritten; after a failure",
            "the other scans are still done, and --skip-existing goes on where a call ended.",
            "What makes a mask doubtful, such as a volume that no brain has, is printed and",
            "stands in the .json as Warnings.",
            "",
            "Examples:",
            "  gyrus segment head.nii.gz --weights best.safetensors",
            "  gyrus segment data/sub-*/anat/*_FLAIR.nii.gz --weights best.safetensors \\",
            "      --out data/derivatives/gyrus --largest-component --fill-holes",
            "  gyrus segment data --suffix T1w --weights runs/folds   averages its networks",
            "",
            "Exit codes: 0 all done, 1 a scan missing, broken or of another kind, 2 wrong usage.",
        })
public final class Segment implements Callable<Integer> {

    private static final String MASK = Derivatives.BRAIN_MASK + ".nii.gz";
    private static final String PICTURE = Derivatives.BRAIN_MASK + ".png";
    private static final String PROBABILITY = "desc-brain_probseg.nii.gz";

    @Spec
    private CommandSpec spec;

    @Mixin
    private DeviceOption device;

    @Parameters(paramLabel = "SCAN", arity = "1..*",
            description = "a NIfTI file of one head, a PNG picture, or a folder: the scans of a BIDS folder, or all images in it")
    private List<Path> named;

    @Option(names = "--suffix", paramLabel = "NAME",
            description = "of a BIDS folder, use the images of this suffix, such as T1w; default: the only one in the folder")
    private Optional<String> suffix;

    @Option(names = "--weights", paramLabel = "PATH", required = true,
            description = "a network trained to segment, or the run directory of 'gyrus train', with --folds of all its networks;"
                    + " may be given several times: probabilities are averaged")
    private List<Path> weights;

    @Option(names = "--out", paramLabel = "DIR", description = "where the masks go; default: ${DEFAULT-VALUE}")
    private Path out = Path.of("derivatives", "gyrus");

    @Option(names = "--threshold", paramLabel = "P", description = "brain is what is more probable; default: ${DEFAULT-VALUE}")
    private double threshold = 0.5;

    @Option(names = "--skip-existing", description = "leave out scans that have their results already")
    private boolean skipExisting;

    @Option(names = "--largest-component", description = "keep the largest connected part alone")
    private boolean largestComponent;

    @Option(names = "--fill-holes", description = "fill what is enclosed")
    private boolean fillHoles;

    @Option(names = "--mirror", description = "show every slice mirrored, too, and average the two answers")
    private boolean mirror;

    @Option(names = "--probability", description = "write the probabilities, too")
    private boolean probability;

    @Override
    public Integer call() throws IOException {
        if (!(threshold >= 0 && threshold < 1)) {
            throw new UsageError("--threshold " + threshold + ": must be at least 0 and below 1");
        }
        List<Path> networks = NetworkFiles.of(weights);
        List<Path> scans = ScanPaths.of(named, suffix, note -> spec.commandLine().getErr().println("gyrus: " + note));
        Derivatives derivatives = Derivatives.in(out, scans, Build.version());
        List<Path> distinct = Batch.distinct(scans, spec);
        Map<Path, List<Path>> byResult = new HashMap<>();
        distinct.forEach(scan -> results(scan, derivatives)
                .forEach(file -> byResult.computeIfAbsent(file, none -> new ArrayList<>()).add(scan)));
        List<Path> wanted = distinct.stream().filter(scan -> !isSkipped(results(scan, derivatives), scan)).toList();
        if (wanted.isEmpty()) {
            return 0;
        }
        try (Engine engine = device.open(); Ensemble ensemble = Ensemble.open(engine, networks)) {
            return Batch.run(wanted, spec, scan -> {
                List<Path> results = results(scan, derivatives);
                requireOwn(scan, results, byResult);
                requireFree(results);
                segment(scan, ensemble, derivatives);
            });
        }
    }

    private boolean isSkipped(List<Path> results, Path scan) {
        boolean done = skipExisting && results.stream().allMatch(Files::exists);
        if (done) {
            spec.commandLine().getErr().println("gyrus: " + scan + ": has its results already, skipped");
        }
        return done;
    }

    /** Refuses a scan whose results would be those of another one. */
    private static void requireOwn(Path scan, List<Path> results, Map<Path, List<Path>> byResult) {
        for (Path file : results) {
            byResult.get(file).stream().filter(other -> !other.equals(scan)).findFirst().ifPresent(other -> {
                throw new UserError(scan + " and " + other + " both lead to " + file
                        + "; segment them into different --out folders");
            });
        }
    }

    private static void requireFree(List<Path> results) throws IOException {
        for (Path file : results) {
            AtomicFile.requireFreeOrNewFolder(file);
        }
    }

    /** Returns all files that the segmentation of a scan writes. */
    private List<Path> results(Path scan, Derivatives derivatives) {
        List<Path> images = new ArrayList<>();
        images.add(derivatives.file(scan, kind(scan)));
        if (probability) {
            images.add(derivatives.file(scan, PROBABILITY));
        }
        return images.stream().flatMap(image -> Stream.of(image, Derivatives.sidecar(image))).toList();
    }

    /** Returns the ending of the mask of a scan. */
    private static String kind(Path scan) {
        return PngFile.isPng(scan) ? PICTURE : MASK;
    }

    private void segment(Path scan, Ensemble ensemble, Derivatives derivatives) throws IOException {
        NetworkInput input = ensemble.input(ImageFile.read(scan), scan.toString());
        Volume probabilities = ensemble.segmented(input, mirror);
        Volume mask = cleaned(mask(probabilities));
        List<String> warnings = warnings(input, mask);
        Path file = derivatives.file(scan, kind(scan));
        Files.createDirectories(file.toAbsolutePath().getParent());
        if (probability) {
            Path map = derivatives.file(scan, PROBABILITY);
            NiftiWriter.create(map, probabilities, Datatype.FLOAT32);
            derivatives.describe(map, scan, facts(ensemble, input, warnings));
        }
        if (PngFile.isPng(scan)) {
            PngFile.writeMask(file, mask);
        } else {
            NiftiWriter.create(file, mask, Datatype.UINT8);
        }
        derivatives.describe(file, scan, maskFacts(ensemble, input, warnings));
        report(scan, file, mask, warnings);
    }

    private Volume mask(Volume probabilities) {
        float[] voxels = new float[probabilities.voxels().length];
        for (int i = 0; i < voxels.length; i++) {
            voxels[i] = probabilities.voxels()[i] > threshold ? 1 : 0;
        }
        return probabilities.with(voxels);
    }

    private Volume cleaned(Volume mask) {
        Volume part = largestComponent ? Components.largest(mask) : mask;
        return fillHoles ? Components.filled(part) : part;
    }

    private static List<String> warnings(NetworkInput input, Volume mask) {
        List<String> warnings = new ArrayList<>(input.warnings());
        warnings.addAll(input.normalised().geometry().notes());
        if (MaskDoubts.voxels(mask) == 0) {
            warnings.add("the mask is empty; was the network trained on scans like this?");
        } else {
            warnings.addAll(MaskDoubts.of(mask));
        }
        return warnings;
    }

    private Map<String, Object> facts(Ensemble ensemble, NetworkInput input, List<String> warnings) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("Type", "Brain");
        facts.put("Weights", ensemble.files().stream().map(file -> file.toAbsolutePath().normalize().toUri().toString()).toList());
        facts.put("Mirrored", mirror);
        facts.put("ForegroundOutsideWindow", Math.rint(1e4 * input.window().foregroundOutside()) / 1e4);
        facts.put("Warnings", warnings);
        return facts;
    }

    private Map<String, Object> maskFacts(Ensemble ensemble, NetworkInput input, List<String> warnings) {
        Map<String, Object> facts = facts(ensemble, input, warnings);
        facts.put("Threshold", threshold);
        facts.put("LargestComponent", largestComponent);
        facts.put("HolesFilled", fillHoles);
        return facts;
    }

    private void report(Path scan, Path file, Volume mask, List<String> warnings) {
        PrintWriter results = spec.commandLine().getOut();
        results.printf(Locale.ROOT, "%s  %d voxels, %.1f ml%n", file, MaskDoubts.voxels(mask), MaskDoubts.millilitres(mask));
        results.flush();
        warnings.forEach(warning -> spec.commandLine().getErr().println("gyrus: " + scan + ": " + warning));
    }
}
