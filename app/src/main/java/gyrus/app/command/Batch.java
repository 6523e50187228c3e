package gyrus.app.command;

import gyrus.app.failure.Attempt;
import gyrus.app.failure.FailureMessage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** A command's work on several files. A file that fails does not stop the others. */
final class Batch {

    /** The work on one file. */
    interface Work {
        void on(Path file) throws IOException;
    }

    private Batch() {}

    /** Returns the files, each once, in their order; says which were named twice. */
    static List<Path> distinct(List<Path> files, CommandSpec command) {
        Set<Path> places = new HashSet<>();
        List<Path> distinct = new ArrayList<>();
        for (Path file : files) {
            if (places.add(file.toAbsolutePath().normalize())) {
                distinct.add(file);
            } else {
                command.commandLine().getErr().println("gyrus: " + file + ": is named twice, done once");
            }
        }
        return distinct;
    }

    /**
     * Does the work on every file and returns the exit code. Each failure is told as it happens; of several files, those that
     * failed are named at the end.
     */
    static int run(List<Path> files, CommandSpec command, Work work) throws IOException {
        PrintWriter errors = command.commandLine().getErr();
        List<Path> failed = new ArrayList<>();
        for (Path file : files) {
            Attempt.failureOf(() -> work.on(file)).ifPresent(failure -> {
                errors.println("gyrus: " + FailureMessage.of(failure, command));
                failed.add(file);
            });
        }
        if (!failed.isEmpty() && files.size() > 1) {
            errors.println("gyrus: " + failed.size() + " of " + files.size() + " files failed: "
                    + failed.stream().map(Path::toString).collect(Collectors.joining(", ")));
        }
        return failed.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
