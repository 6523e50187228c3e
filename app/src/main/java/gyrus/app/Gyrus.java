package gyrus.app;

import gyrus.app.command.Denoise;
import gyrus.app.command.Doctor;
import gyrus.app.command.Evaluate;
import gyrus.app.command.Export;
import gyrus.app.command.Info;
import gyrus.app.command.Segment;
import gyrus.app.experiment.ExperimentCommand;
import gyrus.app.study.StudyCommand;
import gyrus.app.train.TrainCommand;
import gyrus.engine.Engine;
import gyrus.model.training.TrainingStoppedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/**
 * The command line. Results go to standard output, progress and errors to standard error; exit codes are 0, 1, 2, 130 and 143.
 */
@Command(
        name = "gyrus",
        mixinStandardHelpOptions = true,
        version = Gyrus.VERSION,
        description = "Denoise pre-training for brain segmentation, on an engine written from scratch in Java.",
        subcommands = {ExperimentCommand.class, StudyCommand.class, TrainCommand.class,
            Segment.class, Denoise.class, Evaluate.class, Export.class, Info.class, Doctor.class},
        footer = {
            "",
            "The lab, for those who work on speed; gyrus bench --help tells more:",
            "  bench       times every kernel, checked first, against the machine's limits",
            "  profile     where the time of a training step goes",
            "  tune        measures which kernels are the fastest here",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted, 143 terminated.",
        })
public final class Gyrus implements Runnable {

    static final String VERSION = "gyrus 0.1.0";

    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        System.setProperty("java.awt.headless", "true");
        Locale.setDefault(Locale.ROOT); // for libraries: the program's own text names its locale
        CommandLine gyrus = commandLine();
        try {
            System.exit(gyrus.execute(arguments));
        } catch (OutOfMemoryError full) {
            gyrus.getErr().println("gyrus: " + sentence(full));
            System.exit(CommandLine.ExitCode.SOFTWARE);
        }
    }

    /** The whole command line, for main and for tests. */
    public static CommandLine commandLine() {
        return commandLine(new Gyrus());
    }

    /** A program of the house: its errors are one line each, whatever its commands. */
    public static CommandLine commandLine(Object program) {
        CommandLine gyrus = new CommandLine(program)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Gyrus::explain);
        gyrus.getSubcommands().values().forEach(command -> command.getCommandSpec().version(VERSION));
        return gyrus;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: gyrus COMMAND. gyrus --help lists the commands.");
    }

    private static int explain(Exception failure, CommandLine command, ParseResult arguments) {
        if (!(failure instanceof TrainingStoppedException)) { // that one was asked for, and has said so
            command.getErr().println("gyrus: " + sentence(failure));
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** One line for a person. Anything but a user error or an input/output error is a defect of ours, and says so. */
    public static String sentence(Throwable failure) {
        return switch (failure) {
            case UserError error -> error.getMessage();
            case UncheckedIOException error -> sentence(error.getCause());
            case NoSuchFileException error -> error.getFile() + ": no such file or folder";
            case FileAlreadyExistsException error -> error.getFile() + ": exists already";
            case AccessDeniedException error -> error.getFile() + ": permission denied";
            case FileSystemException error -> error.getFile() + ": " + error.getReason();
            case IOException error -> error.getMessage();
            case InvalidPathException error -> "no file can have the name '" + error.getInput().replace('\0', '?') + "'";
            case OutOfMemoryError error -> "out of memory (" + error.getMessage()
                    + "): choose a smaller batch, a smaller width or fewer networks at a time (--jobs, where there are several)";
            case RuntimeException refused when Engine.deviceTrouble(refused).isPresent() -> Engine.deviceTrouble(refused).get();
            default -> {
                StackTraceElement[] trace = failure.getStackTrace();
                yield "a defect in gyrus, please report it: " + failure + (trace.length > 0 ? " at " + trace[0] : "");
            }
        };
    }
}
