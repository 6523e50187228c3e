package gyrus.app;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import picocli.CommandLine;

/** The output and exit code of a command line. */
public record CommandRun(int exit, String out, String err) {

    /** Runs {@code gyrus} with these arguments, in this process. */
    public static CommandRun of(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine gyrus = Gyrus.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exit = gyrus.execute(Arrays.stream(arguments)
                .map(argument -> argument instanceof Path path ? path.toString() : (String) argument)
                .toArray(String[]::new));
        return new CommandRun(exit, out.toString(), err.toString());
    }

    /** The one line of a refusal: exit code 1, nothing on standard output. */
    public String refusal() {
        return refusal(1);
    }

    /** The one line about wrong usage: exit code 2, nothing on standard output. */
    public String misuse() {
        return refusal(2);
    }

    private String refusal(int code) {
        if (exit != code || !out.isEmpty() || err.lines().count() != 1 || err.contains("defect")) {
            throw new AssertionError("expected exit code " + code + " and one line on standard error alone, got exit code " + exit
                    + ", standard output:\n" + out + "standard error:\n" + err);
        }
        return err;
    }
}
