package gyrus.bench;

import gyrus.app.failure.UsageError;
import gyrus.bench.peers.StepServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code gyrus bench serve}: the project's side of a comparison with other frameworks. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Runs steps on request, for bench/peers/compare.py: reads requests from standard input, a line each, and"
                + " answers each by a line of milliseconds.")
public final class ServeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private LabDevice device;

    @Option(names = "--captured", description = "training steps captured once and replayed, where the device can")
    private boolean captured;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (StepServer server = server();
                BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = requests.readLine(); line != null; line = requests.readLine()) {
                out.println(server.answer(line));
                out.flush();
            }
        }
        return 0;
    }

    private StepServer server() {
        try {
            return new StepServer(device.name(), captured);
        } catch (IllegalArgumentException unknown) {
            throw new UsageError("--device: " + unknown.getMessage());
        }
    }
}
