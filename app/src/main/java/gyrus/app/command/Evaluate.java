package gyrus.app.command;

import gyrus.app.UserError;
import gyrus.app.measures.Measure;
import gyrus.app.measures.Unit;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
            "Both are NIfTI files on one grid or PNG pictures of one size, or folders of such: then files of one name are"
                    + " compared, '_desc-brain_mask' at its end or not, and the mean and the median are told.",
            "",
            "Voxels are 0 and 1, or memberships in between: those count in part,"
                    + " and only distances see a mask, of the voxels above 0.5. In pictures, all that is not black is 1.",
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
            "  gyrus evaluate derivatives/manual derivatives/gyrus --unit millimeter",
            "  gyrus evaluate labels.nii.gz probability.nii.gz --threshold 0.5",
            "",
            "Exit codes: 0 done, 1 a file missing, broken or on another grid, 2 wrong usage.",
        })
public final class Evaluate implements Callable<Integer> {

    /** The columns of the table of pairs; JSON has all measures. */
    private static final List<Measure> COLUMNS = List.of(Measure.DICE, Measure.JACRD, Measure.SNSVTY, Measure.PRCISON,
            Measure.VOLSMTY, Measure.HDRFDST, Measure.AVGDIST);

    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @Parameters(index = "0", paramLabel = "TRUTH", description = "the true segmentation, or a folder of them")
    private Path truthFile;

    @Parameters(index = "1", paramLabel = "TEST", description = "the segmentation to judge, or a folder of them")
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
        if (Files.isDirectory(truthFile) != Files.isDirectory(testFile)) {
            throw new UserError(truthFile + " and " + testFile + ": name two files or two folders");
        }
        if (Files.isDirectory(truthFile)) {
            evaluateFolders();
        } else {
            evaluatePair();
        }
        return 0;
    }

    private void evaluatePair() throws IOException {
        Map<Measure, Double> values = new MaskPair(truthFile, testFile).measures(unit, threshold);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            printJson(values, out);
        } else {
            printTable(values, out);
        }
        out.flush();
    }

    private void evaluateFolders() throws IOException {
        FolderEvaluation evaluation = FolderEvaluation.of(truthFile, testFile, unit, threshold);
        evaluation.notes().forEach(note -> spec.commandLine().getErr().println("gyrus: " + note));
        if (!evaluation.unpaired().isEmpty()) {
            spec.commandLine().getErr().println("gyrus: in one of the folders only, left out: "
                    + String.join(", ", evaluation.unpaired()));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> report = new LinkedHashMap<>();
            Map<String, Object> pairs = new LinkedHashMap<>();
            evaluation.pairs().forEach((name, values) -> pairs.put(name, byCode(values)));
            report.put("pairs", pairs);
            report.put("mean", byCode(evaluation.mean()));
            report.put("median", byCode(evaluation.median()));
            out.println(JSON.writeValueAsString(report));
        } else {
            int width = evaluation.pairs().keySet().stream().mapToInt(String::length).max().orElse(0);
            out.println(row(width, "", COLUMNS.stream().map(Measure::code)));
            evaluation.pairs().forEach((name, values) -> out.println(row(width, name, cells(values))));
            out.println(row(width, "mean", cells(evaluation.mean())));
            out.println(row(width, "median", cells(evaluation.median())));
        }
        out.flush();
    }

    private Stream<String> cells(Map<Measure, Double> values) {
        return COLUMNS.stream().map(measure -> text(values.get(measure), measure.unit(unit)));
    }

    private static String row(int width, String name, Stream<String> cells) {
        return String.format(Locale.ROOT, "%-" + Math.max(6, width) + "s", name)
                + cells.map(cell -> String.format(Locale.ROOT, " %11s", cell)).collect(Collectors.joining());
    }

    private static Map<String, Object> byCode(Map<Measure, Double> values) {
        Map<String, Object> report = new LinkedHashMap<>();
        values.forEach((measure, value) -> report.put(measure.code(), Double.isFinite(value) ? value : null));
        return report;
    }

    private static void printJson(Map<Measure, Double> values, PrintWriter out) {
        Map<String, Object> report = byCode(values);
        Map<String, String> notes = new LinkedHashMap<>();
        values.forEach((measure, value) -> measure.note(value).ifPresent(note -> notes.put(measure.code(), note)));
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
