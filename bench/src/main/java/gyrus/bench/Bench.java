package gyrus.bench;

import gyrus.app.Gyrus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the lab, which {@code ./gyrus bench}, {@code profile} and {@code tune} start. */
@Command(
        name = "gyrus",
        mixinStandardHelpOptions = true,
        description = "The lab: every kernel checked and timed, whole steps, and where their time goes.",
        subcommands = {BenchCommand.class, ProfileCommand.class, TuneCommand.class})
public final class Bench implements Runnable {

    @Spec
    private CommandSpec spec;

    /** Runs a command, and exits with its code: 0, or 1 for a failure, or 2 for wrong usage. */
    public static void main(String[] arguments) {
        System.exit(Gyrus.commandLine(new Bench()).execute(arguments));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: gyrus bench, gyrus profile or gyrus tune.");
    }
}
