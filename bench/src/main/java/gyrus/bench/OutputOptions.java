package gyrus.bench;

import gyrus.app.failure.UserError;
import gyrus.app.run.Build;
import gyrus.bench.page.LabPage;
import gyrus.bench.page.LadderTable;
import gyrus.bench.result.LabResult;
import gyrus.bench.result.Peaks;
import gyrus.bench.result.ResultText;
import gyrus.bench.workload.NetworkShape;
import gyrus.kernels.device.Machine;
import gyrus.model.file.AtomicFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options for result files. */
final class OutputOptions {

    @Option(names = "--json", paramLabel = "FILE", description = "write the results for programs, and for --compare")
    private Optional<Path> json;

    @Option(names = "--html", paramLabel = "FILE", description = "write a page with a roofline plot and bars")
    private Optional<Path> html;

    @Option(names = "--markdown", paramLabel = "FILE", description = "write tables in Markdown")
    private Optional<Path> markdown;

    /** Returns whether results are written at all. */
    boolean areWanted() {
        return files().findAny().isPresent();
    }

    private Stream<Path> files() {
        return Stream.of(json, html, markdown).flatMap(Optional::stream);
    }

    /** Refuses files that cannot be written, before the measurement begins. */
    void requireWritable() {
        requireFolders(files());
        requireFiles(files());
    }

    /** Refuses names of folders. */
    static void requireFiles(Stream<Path> files) {
        files.filter(Files::isDirectory).findFirst().ifPresent(folder -> {
            throw new UserError(folder + ": is a folder; name a file");
        });
    }

    /** Refuses files whose folder is missing. */
    static void requireFolders(Stream<Path> files) {
        files.map(file -> file.toAbsolutePath().getParent())
                .filter(folder -> !Files.isDirectory(folder)).findFirst().ifPresent(folder -> {
                    throw new UserError(folder + ": no such folder");
                });
    }

    /**
     * Returns the setting of a run that begins now.
     *
     * @param networks the networks whose problems are timed; none where problems were given
     */
    static LabResult.Setting setting(CommandSpec spec, Machine machine, Peaks peaks, NetworkShape... networks) {
        return new LabResult.Setting(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).format(LocalDateTime.now()),
                "gyrus " + spec.root().commandLine().getParseResult().originalArgs().stream()
                        .map(OutputOptions::quoted).collect(Collectors.joining(" ")),
                Build.commit(), machine, peaks, "Java " + Runtime.version(),
                networks.length == 0
                        ? "none: the problems were given"
                        : Arrays.stream(networks).map(NetworkShape::toString).collect(Collectors.joining("; ")),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /** Returns an argument as it is typed, in quotes if a shell would split it. */
    static String quoted(String argument) {
        return argument.matches("[\\w./:=+,-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }

    void print(LabResult result, PrintWriter out) {
        ResultText.of(result).forEach(out::println);
    }

    /** Writes the result to the requested files, and replaces their content. */
    void write(LabResult result) throws IOException {
        if (json.isPresent()) {
            result.write(json.get());
        }
        if (markdown.isPresent()) {
            AtomicFile.write(markdown.get(), String.join("\n", LadderTable.of(result)) + "\n");
        }
        if (html.isPresent()) {
            LabPage.write(result, html.get());
        }
    }
}
