package gyrus.app.command;

import gyrus.app.UserError;
import gyrus.app.measures.Measure;
import gyrus.app.measures.Measures;
import gyrus.app.measures.Unit;
import gyrus.app.nifti.NiftiReader;
import gyrus.app.volume.Volume;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code gyrus evaluate}: how well a segmentation agrees with the truth. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = {
            "Compares a segmentation with the true one, over the whole volume, by all measures of EvaluateSegmentation.",
            "",
            "Both are NIfTI files on one grid. Voxels are 0 and 1, or memberships in between: those count in part,"
                    + " and only distances see a mask, of the voxels above 0.5.",
        },
        footer = {
            "",
            "A measure that has no value, such as a distance to an empty mask, is shown as",
            "'-' (in JSON: null), with a note that says why. ICCORR, PROBDST, and with",
            "anisotropic voxels AVGDIST and bAVD in millimeters, are the values of their",
            "definitions; EvaluateSegmentation prints others.",
            "",
            "Examples:",
            "  gyrus evaluate truth.nii.gz predicted.nii.gz",
            "  gyrus evaluate truth.nii.gz predicted.nii.gz --unit millimeter --json",
            "  gyrus evaluate labels.nii.gz probability.nii.gz --threshold 0.5",
            "",
            "Exit codes: 0 done, 1 a file missing, broken or on another grid, 2 wrong usage.",
        })
public final class Evaluate implements Callable<Integer> {

    /** How far apart two grids may place a voxel, in parts of the voxel spacing: headers are rounded. */
    private static final double PLACEMENT_TOLERANCE = 0.1;

    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @Parameters(index = "0", paramLabel = "TRUTH", description = "the true segmentation")
    private Path truthFile;

    @Parameters(index = "1", paramLabel = "TEST", description = "the segmentation to judge")
    private Path testFile;

    @Option(
            names = "--unit",
            paramLabel = "voxel|millimeter",
            defaultValue = "voxel",
            description = "unit of distances and volumes (volumes: voxel or ml); default: ${DEFAULT-VALUE}")
    private Unit unit;

    @Option(
            names = "--threshold",
            paramLabel = "T",
            description = "first make both a mask of the voxels above T, whatever values they hold")
    private Optional<Double> threshold;

    @Option(names = "--json", description = "print one JSON object, keyed by the measures' codes")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Volume truth = NiftiReader.read(truthFile);
        Volume test = NiftiReader.read(testFile);
        requireSameGrid(truth, test);
        prepare(truthFile, truth);
        prepare(testFile, test);
        Map<Measure, Double> values = Measures.of(truth, test, unit);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            printJson(values, out);
        } else {
            printTable(values, out);
        }
        out.flush();
        return 0;
    }

    private void requireSameGrid(Volume truth, Volume test) {
        if (!truth.grid().equals(test.grid())) {
            throw new UserError(truthFile + " has " + truth.grid() + " voxels, " + testFile + " has " + test.grid()
                    + ": resample one onto the grid of the other");
        }
        double tolerance = PLACEMENT_TOLERANCE * Arrays.stream(truth.affine().spacing()).min().orElseThrow();
        for (int corner = 0; corner < 8; corner++) {
            int i = (corner & 1) * (truth.nx() - 1);
            int j = (corner >> 1 & 1) * (truth.ny() - 1);
            int k = (corner >> 2) * (truth.nz() - 1);
            double[] there = truth.affine().apply(i, j, k);
            double[] here = test.affine().apply(i, j, k);
            for (int axis = 0; axis < 3; axis++) {
                if (Math.abs(there[axis] - here[axis]) > tolerance) {
                    throw new UserError(String.format(Locale.ROOT,
                            "%s and %s have as many voxels, but place them differently: voxel (%d, %d, %d) lies at %s mm and"
                                    + " at %s mm; resample one onto the grid of the other",
                            truthFile, testFile, i, j, k, place(there), place(here)));
                }
            }
        }
    }

    private static String place(double[] point) {
        return String.format(Locale.ROOT, "(%.2f, %.2f, %.2f)", point[0], point[1], point[2]);
    }

    /** Applies the threshold, in place, and sees to it that every voxel is a membership. */
    private void prepare(Path file, Volume volume) {
        float[] voxels = volume.voxels();
        for (int i = 0; i < voxels.length; i++) {
            if (Float.isNaN(voxels[i])) {
                throw new UserError(file + ": voxel " + position(volume, i) + " is NaN, neither foreground nor background");
            }
            if (threshold.isPresent()) {
                voxels[i] = voxels[i] > threshold.get() ? 1 : 0;
            } else if (voxels[i] < 0 || voxels[i] > 1) {
                throw new UserError(file + ": voxel " + position(volume, i) + " is " + voxels[i]
                        + ", outside 0 to 1; --threshold T makes a mask of the voxels above T");
            }
        }
    }

    private static String position(Volume volume, int index) {
        int row = index / volume.nx();
        return "(" + index % volume.nx() + ", " + row % volume.ny() + ", " + row / volume.ny() + ")";
    }

    private static void printJson(Map<Measure, Double> values, PrintWriter out) {
        Map<String, Object> report = new LinkedHashMap<>();
        Map<String, String> notes = new LinkedHashMap<>();
        values.forEach((measure, value) -> {
            report.put(measure.code(), Double.isFinite(value) ? value : null);
            measure.note(value).ifPresent(note -> notes.put(measure.code(), note));
        });
        if (!notes.isEmpty()) {
            report.put("notes", notes);
        }
        out.println(JSON.writeValueAsString(report));
    }

    private void printTable(Map<Measure, Double> values, PrintWriter out) {
        values.forEach((measure, value) -> {
            String symbol = measure.unit(unit);
            String row = String.format(Locale.ROOT, "%-8s %-40s %15s %s",
                    measure.code(), measure.title(), text(value, symbol), symbol);
            out.println(row.stripTrailing());
        });
        values.forEach((measure, value) ->
                measure.note(value).ifPresent(note -> out.println(measure.code() + " is " + note)));
    }

    private static String text(double value, String symbol) {
        if (!Double.isFinite(value)) {
            return "-";
        }
        boolean count = symbol.equals(Unit.VOXEL.volume()) && value == Math.rint(value);
        return String.format(Locale.ROOT, count ? "%.0f" : "%.6f", value);
    }
}
