package gyrus.bench;

import gyrus.app.failure.UsageError;
import gyrus.app.failure.UserError;
import gyrus.bench.measure.PeakMeasurement;
import gyrus.bench.page.FlamePage;
import gyrus.bench.profile.ProfileText;
import gyrus.bench.profile.ProgramProfile;
import gyrus.bench.result.Peaks;
import gyrus.model.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gyrus profile program}: where the time of any program's launches goes. */
@Command(
        name = "program",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a program of one file that uses the engine, and tells where the time of its kernel launches goes, by op and by"
                    + " problem. gyrus bench --problems and gyrus tune --problems read the problems that --problems writes.",
            "A file that ends in .jfr is a recording of Java's Flight Recorder, which any other program makes when java has the"
                    + " option -XX:StartFlightRecording=filename=run.jfr. Its launches have no share of peak, for the machine may"
                    + " have been another one.",
        },
        footer = {
            "",
            "Examples:",
            "  gyrus profile program docs/examples/Spirals.java --problems spirals.txt",
            "  gyrus profile program run.jfr",
            "  gyrus profile program run.jfr --flame flame.html",
        })
public final class ProgramCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FILE", description = "the program, FILE.java, or a recording, FILE.jfr")
    private Path file;

    @Parameters(index = "1..*", paramLabel = "ARGUMENT", description = "arguments of the program; those that begin with - after --")
    private List<String> arguments = List.of();

    @Option(names = "--longest", paramLabel = "N", description = "how many of the longest problems are listed; default:"
            + " ${DEFAULT-VALUE}")
    private int longest = 15;

    @Option(names = "--problems", paramLabel = "FILE",
            description = "write all problems to a file, the longest first, as gyrus bench --problems and gyrus tune --problems"
                    + " read them")
    private Optional<Path> problems;

    @Option(names = "--flame", paramLabel = "FILE",
            description = "write a page with a flame graph: which Java methods of the program take the time")
    private Optional<Path> flame;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (longest < 0) {
            throw new UsageError("--longest " + longest + ": expected at least 0");
        }
        OutputOptions.requireFolders(Stream.of(problems, flame).flatMap(Optional::stream));
        OutputOptions.requireFiles(Stream.of(problems, flame).flatMap(Optional::stream));
        boolean isRecording = file.toString().endsWith(".jfr");
        if (!isRecording && !file.toString().endsWith(".java")) {
            throw new UsageError(file + ": expected a program of one file, FILE.java, or a recording, FILE.jfr");
        }
        if (isRecording && !arguments.isEmpty()) {
            throw new UsageError(arguments.getFirst() + ": a recording takes no arguments");
        }
        if (!Files.isRegularFile(file)) {
            throw new UserError(file + ": no such file");
        }
        ProgramProfile profile =
                isRecording ? ProgramProfile.recorded(file) : ProgramProfile.run(file, arguments, flame.isPresent());
        if (profile.rows().isEmpty()) {
            throw new UserError(file + ": " + (isRecording ? "holds no launches of kernels" : "launched no kernels"));
        }
        Optional<Peaks> peaks = isRecording || profile.devices().size() > 1
                ? Optional.empty() : PeakMeasurement.ofDescribed(profile.devices().getFirst());
        ProfileText.of(profile, peaks, longest).forEach(spec.commandLine().getOut()::println);
        if (problems.isPresent()) {
            AtomicFile.write(problems.get(), String.join("\n", ProfileText.problems(profile)) + "\n");
        }
        if (flame.isPresent()) {
            FlamePage.write(profile.program(), profile.samples().requireEnough("let the program run longer"), flame.get());
        }
        return 0;
    }
}
