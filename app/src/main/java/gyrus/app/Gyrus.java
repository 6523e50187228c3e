package gyrus.app;

import gyrus.app.command.Denoise;
import gyrus.app.command.Doctor;
import gyrus.app.command.Evaluate;
import gyrus.app.command.ExperimentCommand;
import gyrus.app.command.Export;
import gyrus.app.command.Info;
import gyrus.app.command.PtxCommand;
import gyrus.app.command.Segment;
import gyrus.app.command.StudyCommand;
import gyrus.app.command.TrainCommand;
import gyrus.app.failure.FailureMessage;
import gyrus.app.failure.UsageError;
import gyrus.app.option.OptionValues;
import gyrus.app.option.UsageMessage;
import gyrus.app.run.Build;
import gyrus.model.training.TrainingStoppedException;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The command line. Results go to standard output, progress and errors to standard error; exit codes are 0, 1, 2, 130 and 143.
 */
@Command(
        name = "gyrus",
        mixinStandardHelpOptions = true,
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
            "Programs of your own that use the engine:",
            "  run FILE    compiles and runs a Java program of one file, such as docs/examples/Spirals.java",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted, 143 terminated.",
        })
public final class Gyrus implements Runnable {

    /** Runs a command, and exits with its code. */
    public static void main(String[] arguments) {
        System.setProperty("java.awt.headless", "true");
        Locale.setDefault(Locale.ROOT); // for libraries: the program's own text names its locale
        System.exit(commandLine().execute(arguments));
    }

    /** Returns the whole command line, for main and for tests. */
    public static CommandLine commandLine() {
        return commandLine(new Gyrus());
    }

    /** Returns the command line of a program, with error messages of one line for all of its commands. */
    public static CommandLine commandLine(Object program) {
        CommandLine gyrus = new CommandLine(program)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false) // a name may begin with @
                .setExecutionStrategy(Gyrus::execute)
                .setParameterExceptionHandler(Gyrus::explainUsage)
                .setExecutionExceptionHandler(Gyrus::explain);
        OptionValues.registerAt(gyrus);
        String version = "gyrus " + Build.version();
        gyrus.getCommandSpec().version(version);
        gyrus.getSubcommands().values().forEach(command -> command.getCommandSpec().version(version));
        return gyrus;
    }

    @Override
    public void run() {
        throw new UsageError("say what to do: gyrus COMMAND; 'gyrus --help' lists the commands");
    }

    /** Runs a command. It fails if its output could not be written. */
    private static int execute(ParseResult arguments) {
        CommandLine command = arguments.asCommandLineList().getLast();
        int code;
        try {
            code = new CommandLine.RunLast().execute(arguments);
        } catch (OutOfMemoryError full) {
            command.getErr().println("gyrus: " + FailureMessage.of(full, command.getCommandSpec()));
            code = CommandLine.ExitCode.SOFTWARE;
        } catch (Error defect) {
            command.getErr().println("gyrus: " + FailureMessage.of(defect));
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
            command.getErr().println("gyrus: " + FailureMessage.of(failure));
        }
        return failure instanceof UsageError ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
    }

    private static int explainUsage(ParameterException refused, String[] arguments) {
        refused.getCommandLine().getErr().println("gyrus: " + UsageMessage.of(refused));
        return CommandLine.ExitCode.USAGE;
    }
}
