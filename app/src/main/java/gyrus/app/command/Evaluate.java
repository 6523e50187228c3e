package gyrus.app.command;

import gyrus.app.evaluation.FolderEvaluation;
import gyrus.app.evaluation.FolderPairs;
import gyrus.app.evaluation.MaskPair;
import gyrus.app.failure.UserError;
import gyrus.app.imaging.image.Foreground;
import gyrus.app.imaging.measures.Measure;
import gyrus.app.imaging.measures.Unit;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
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
            "Both are NIfTI files on one grid or PNG pictures of one size, or folders of such: then files of one path or"
                    + " one name are compared, '_desc-brain_mask' at its end or not, and the mean and the median are told.",
            "",
            "Voxels are 0 and 1, or memberships in between: those count in part,"
                    + " and only distances see a mask, of the voxels above 0.5. Pictures are black and one other colour.",
        },
        footer = {
            "",
            "A measure that has no value, such as a distance to an empty mask, is shown as",
            "'-' (in JSON: null), with a note that says why; means and medians leave it out",
            "and say of how many pairs they are. ICCORR, PROBDST, and with",
            "anisotropic voxels AVGDIST and bAVD in millimeters, are the values of their",
            "definitions; EvaluateSegmentation prints others.",
            "",
            "Examples:",
            "  gyrus evaluate truth.nii.gz predicted.nii.gz",
            "  gyrus evaluate truth.nii.gz predicted.nii.gz --unit millimeter --json",
            "  gyrus evaluate derivatives/manual derivatives/gyrus --unit millimeter",
            "  gyrus evaluate labels.nii.gz probability.nii.gz --threshold 0.5",
            "",
            "A pair that cannot be compared is named, the others are compared all the same.",
            "",
            "Exit codes: 0 done, 1 a file missing, broken or on another grid, 2 wrong usage.",
        })
public final class Evaluate implements Callable<Integer> {

    /** The columns of the table of pairs; JSON has all measures. */
    private static final List<Measure> COLUMNS = List.of(Measure.DICE, Measure.JACRD, Measure.SNSVTY, Measure.PRCISON,
            Measure.VOLSMTY, Measure.HDRFDST, Measure.AVGDIST, Measure.HD95);

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
            names = {"--threshold", "--mask-threshold"},
            paramLabel = "T",
            description = "first make both a mask of the voxels above T, whatever values they hold")
    private Optional<Double> threshold;

    @Option(
            names = "--mask-label",
            paramLabel = "N",
            split = ",",
            description = "first make both a mask of the voxels that have one of these values")
    private List<Integer> labels = List.of();

    @Option(names = "--json", description = "print one JSON object, keyed by the measures' codes")
    private boolean json;

    @Spec
    private CommandSpec spec;

    private final Map<String, List<Path>> notes = new LinkedHashMap<>(); // files, by what is to be said of them

    @Override
    public Integer call() throws IOException {
        Foreground foreground = Foreground.of(labels, threshold);
        if (Files.isDirectory(truthFile) != Files.isDirectory(testFile)) {
            throw new UserError(truthFile + " and " + testFile + ": name two files or two folders");
        }
        boolean same = Files.exists(truthFile) && Files.exists(testFile) && Files.isSameFile(truthFile, testFile);
        boolean whole = Files.isDirectory(truthFile) ? evaluateFolders(foreground) : evaluatePair(foreground);
        notes.forEach((note, files) -> warn(files.getFirst() + (files.size() == 1 ? "" : " and " + (files.size() - 1) + " more")
                + ": " + note));
        if (same) {
            warn(truthFile + " and " + testFile + " are the same: this compares masks with themselves");
        }
        return whole ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private boolean evaluatePair(Foreground foreground) throws IOException {
        Map<Measure, Double> values = new MaskPair(truthFile, testFile).measures(unit, foreground, this::note);
        warnOfNothing(testFile.toString(), values);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JSON.writeValueAsString(withNotes(values)));
        } else {
            printTable(values, out);
        }
        out.flush();
        return true;
    }

    /** Returns whether all pairs could be compared. */
    private boolean evaluateFolders(Foreground foreground) throws IOException {
        FolderPairs found = FolderPairs.of(truthFile, testFile);
        found.notes().forEach(this::warn);
        warnOfSingles(truthFile, found.truthOnly());
        warnOfSingles(testFile, found.testOnly());
        FolderEvaluation evaluation = FolderEvaluation.of(found, unit, foreground, this::note);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            printJson(found, evaluation, out);
        } else if (!evaluation.pairs().isEmpty()) {
            printTable(evaluation, out);
        }
        out.flush();
        evaluation.pairs().forEach(this::warnOfNothing);
        evaluation.failed().forEach((name, reason) -> warn(name + " is not compared: " + reason));
        if (!evaluation.failed().isEmpty()) {
            warn(evaluation.failed().size() + " of " + evaluation.size() + " pairs could not be compared");
        }
        return evaluation.failed().isEmpty();
    }

    /** Says that a pair agrees only because there is nothing to agree on. */
    private void warnOfNothing(String name, Map<Measure, Double> values) {
        if (values.get(Measure.REFVOL) == 0 && values.get(Measure.SEGVOL) == 0) {
            warn(name + ": neither truth nor test has foreground, so measures of overlap say nothing");
        }
    }

    private void warnOfSingles(Path folder, List<String> names) {
        if (!names.isEmpty()) {
            warn("only in " + folder + ", left out: " + String.join(", ", names));
        }
    }

    private void note(Path file, String note) {
        notes.computeIfAbsent(note, none -> new ArrayList<>()).add(file);
    }

    private void warn(String sentence) {
        spec.commandLine().getErr().println("gyrus: " + sentence);
    }

    private static void printJson(FolderPairs found, FolderEvaluation evaluation, PrintWriter out) {
        Map<String, Object> pairs = new LinkedHashMap<>();
        evaluation.pairs().forEach((name, values) -> pairs.put(name, withNotes(values)));
        Map<Measure, Double> means = new EnumMap<>(Measure.class);
        Map<Measure, Double> medians = new EnumMap<>(Measure.class);
        Map<String, String> counts = new LinkedHashMap<>();
        evaluation.summaries().forEach((measure, summary) -> {
            means.put(measure, summary.mean());
            medians.put(measure, summary.median());
            counts.put(measure.code(), summary.count() + " of " + evaluation.size());
        });
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("pairs", pairs);
        report.put("mean", byCode(means));
        report.put("median", byCode(medians));
        report.put("summarised", counts);
        report.put("failed", evaluation.failed());
        report.put("truthOnly", found.truthOnly());
        report.put("testOnly", found.testOnly());
        out.println(JSON.writeValueAsString(report));
    }

    private void printTable(FolderEvaluation evaluation, PrintWriter out) {
        int width = evaluation.pairs().keySet().stream().mapToInt(String::length).max().orElse(0);
        Map<Measure, FolderEvaluation.Summary> summaries = evaluation.summaries();
        out.println(row(width, "", COLUMNS.stream().map(Measure::code)));
        evaluation.pairs().forEach((name, values) -> out
                .println(row(width, name, COLUMNS.stream().map(measure -> cell(measure, values.get(measure))))));
        out.println(row(width, "mean", COLUMNS.stream().map(measure -> cell(measure, summaries.get(measure).mean()))));
        out.println(row(width, "median", COLUMNS.stream().map(measure -> cell(measure, summaries.get(measure).median()))));
        out.println(row(width, "pairs", COLUMNS.stream()
                .map(measure -> summaries.get(measure).count() + " of " + evaluation.size())));
        evaluation.pairs().forEach((name, values) -> {
            Map<String, List<String>> measures = new LinkedHashMap<>();
            COLUMNS.forEach(measure -> measure.note(values.get(measure))
                    .ifPresent(note -> measures.computeIfAbsent(note, none -> new ArrayList<>()).add(measure.code())));
            measures.forEach((note, codes) -> out.println(name + ": " + String.join(", ", codes) + ": " + note));
        });
    }

    private String cell(Measure measure, double value) {
        return text(value, measure.unit(unit));
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

    private static Map<String, Object> withNotes(Map<Measure, Double> values) {
        Map<String, Object> report = byCode(values);
        Map<String, String> notes = new LinkedHashMap<>();
        values.forEach((measure, value) -> measure.note(value).ifPresent(note -> notes.put(measure.code(), note)));
        if (!notes.isEmpty()) {
            report.put("notes", notes);
        }
        return report;
    }

    private void printTable(Map<Measure, Double> values, PrintWriter out) {
        values.forEach((measure, value) -> {
            String symbol = measure.unit(unit);
            String row = String.format(Locale.ROOT, "%-8s %-40s %15s %s",
                    measure.code(), measure.title(), text(value, symbol), symbol);
            out.println(row.stripTrailing());
        });
        values.forEach((measure, value) -> measure.note(value).ifPresent(note -> out.println(measure.code() + " is " + note)));
    }

    private static String text(double value, String symbol) {
        if (!Double.isFinite(value)) {
            return "-";
        }
        boolean count = symbol.equals(Unit.VOXEL.volume()) && value == Math.rint(value);
        return String.format(Locale.ROOT, count ? "%.0f" : "%.6f", value);
    }
}
