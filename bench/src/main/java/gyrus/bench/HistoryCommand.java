package gyrus.bench;

import gyrus.app.failure.UserError;
import gyrus.bench.result.LabResult;
import gyrus.bench.result.ResultStore;
import gyrus.bench.result.ResultText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code gyrus bench history}: the results that were measured on this machine. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        description = "Lists the results that gyrus bench and gyrus bench step measured on this machine with this number of"
                + " threads, the oldest first: start, commit, load, command and file. gyrus bench --compare takes the files.")
public final class HistoryCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private LabDevice device;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        ResultStore store = ResultStore.of(device.machine());
        List<Path> files = store.files();
        for (Path file : files) {
            out.println(line(file));
        }
        if (files.isEmpty()) {
            out.println("no results yet in " + store.folder());
        }
        return 0;
    }

    private static String line(Path file) throws IOException {
        try {
            return ResultText.setting(LabResult.read(file)) + "  " + file;
        } catch (UserError foreign) {
            return foreign.getMessage();
        }
    }
}
