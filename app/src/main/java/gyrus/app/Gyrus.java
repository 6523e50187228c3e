package gyrus.app;

import gyrus.app.command.Denoise;
import gyrus.app.command.Doctor;
import gyrus.app.command.Evaluate;
import gyrus.app.command.Export;
import gyrus.app.command.Info;
import gyrus.app.command.PtxCommand;
import gyrus.app.command.Segment;
import gyrus.app.experiment.ExperimentCommand;
import gyrus.app.file.FileTrouble;
import gyrus.app.study.StudyCommand;
import gyrus.app.train.TrainCommand;
import gyrus.engine.Engine;
import gyrus.model.training.TrainingStoppedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The command line. Results go to standard output, progress and errors to standard error; exit codes are 0, 1, 2, 130 and 143.
 */
@Command(
        name = "gyrus",
        mixinStandardHelpOptions = true,
        version = Gyrus.VERSION,
        description = "Denoise pre-training for brain segmentation, on an engine written from scratch in Java.",
        subcommands = {ExperimentCommand.class, StudyCommand.class, TrainCommand.class,
            Segment.class, Denoise.class, Evaluate.class, Export.class, Info.class, Doctor.class, PtxCommand.class},
        footer = {
            "",
            "The lab, for those who work on speed; gyrus bench --help tells more:",
            "  bench       times every kernel, checked first, against the machine's limits",
            "  profile     where the time of a training step goes",
            "  tune        measures which kernels are the fastest here",
            "  ptx         runs a CUDA kernel without a GPU, finds its faults, counts",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted, 143 terminated.",
        })
public final class Gyrus implements Runnable {

    static final String VERSION = "gyrus 0.1.0";

    private static final String HOUSE = "gyrus.";

    public static void main(String[] arguments) {
        System.setProperty("java.awt.headless", "true");
        Locale.setDefault(Locale.ROOT); // for libraries: the program's own text names its locale
        System.exit(commandLine().execute(arguments));
    }

    /** The whole command line, for main and for tests. */
    public static CommandLine commandLine() {
        return commandLine(new Gyrus());
    }

    /** A program of the house: its errors are one line each, whatever its commands. */
    public static CommandLine commandLine(Object program) {
        CommandLine gyrus = new CommandLine(program)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false) // a name may begin with @
                .setExecutionStrategy(Gyrus::execute)
                .setParameterExceptionHandler(Gyrus::explainUsage)
                .setExecutionExceptionHandler(Gyrus::explain);
        OptionValues.registerAt(gyrus);
        gyrus.getSubcommands().values().forEach(command -> command.getCommandSpec().version(VERSION));
        return gyrus;
    }

    @Override
    public void run() {
        throw new UsageError("say what to do: gyrus COMMAND; 'gyrus --help' lists the commands");
    }

    /** Runs a command. Whatever it printed must have arrived, or it has failed. */
    private static int execute(ParseResult arguments) {
        CommandLine command = arguments.asCommandLineList().getLast();
        int code;
        try {
            code = new CommandLine.RunLast().execute(arguments);
        } catch (OutOfMemoryError full) {
            command.getErr().println("gyrus: " + sentence(full, command.getCommandSpec()));
            code = CommandLine.ExitCode.SOFTWARE;
        } catch (Error defect) {
            command.getErr().println("gyrus: " + sentence(defect));
            code = CommandLine.ExitCode.SOFTWARE;
        }
        boolean lost = arguments.asCommandLineList().stream().map(CommandLine::getOut).filter(PrintWriter::checkError).count() > 0;
        if (System.out.checkError() || lost) {
            command.getErr().println("gyrus: standard output cannot be written (a full disk, or a pipe that is closed):"
                    + " results are missing there");
            return CommandLine.ExitCode.SOFTWARE;
        }
        return code;
    }

    private static int explain(Exception failure, CommandLine command, ParseResult arguments) {
        if (!(failure instanceof TrainingStoppedException)) { // that one was asked for, and has said so
            command.getErr().println("gyrus: " + sentence(failure));
        }
        return failure instanceof UsageError ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
    }

    private static int explainUsage(ParameterException refused, String[] arguments) {
        refused.getCommandLine().getErr().println("gyrus: " + UsageMessage.of(refused));
        return CommandLine.ExitCode.USAGE;
    }

    /** Returns one line for a person about a command's failure, with advice where memory ran out. */
    public static String sentence(Throwable failure, CommandSpec command) {
        return failure instanceof OutOfMemoryError full ? OutOfMemory.advice(full, command) : sentence(failure);
    }

    /** One line for a person. Anything but a user error or an input/output error is a defect of ours, and says so. */
    public static String sentence(Throwable failure) {
        return switch (failure) {
            case UserError error -> error.getMessage();
            case UncheckedIOException error -> sentence(error.getCause());
            case FileSystemException error -> error.getFile() + ": " + FileTrouble.reason(error);
            case IOException error when isOurs(error) -> error.getMessage();
            case IOException error -> "a file cannot be read or written: " + FileTrouble.reason(error);
            case InvalidPathException error -> OptionValues.nameless(error);
            case OutOfMemoryError error -> OutOfMemory.what(error);
            case RuntimeException refused when Engine.deviceTrouble(refused).isPresent() -> Engine.deviceTrouble(refused).get();
            default -> {
                StackTraceElement[] trace = failure.getStackTrace();
                yield "a defect in gyrus, please report it: " + failure + (trace.length > 0 ? " at " + trace[0] : "");
            }
        };
    }

    /** Whether this program made the exception, and so its message for people; other messages are a library's. */
    private static boolean isOurs(IOException failure) {
        String type = failure.getClass().getName();
        StackTraceElement[] trace = failure.getStackTrace();
        return failure.getMessage() != null
                && (type.startsWith(HOUSE) || trace.length > 0 && trace[0].getClassName().startsWith(HOUSE));
    }
}
