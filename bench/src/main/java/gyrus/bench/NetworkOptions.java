package gyrus.bench;

import gyrus.app.failure.UsageError;
import gyrus.bench.workload.NetworkShape;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** The options that select a network. */
final class NetworkOptions {

    @Option(names = "--width", paramLabel = "N", description = "channels of the network's first block; default: ${DEFAULT-VALUE}")
    private int width = NetworkShape.USUAL.width();

    @Option(names = "--size", paramLabel = "N", description = "pixels of an image's side; default: ${DEFAULT-VALUE}")
    private int size = NetworkShape.USUAL.size();

    @Option(names = "--batch", paramLabel = "N", description = "images of a batch; default: ${DEFAULT-VALUE}")
    private int batch = NetworkShape.USUAL.batch();

    /** Refuses the options of the network, as wrong usage, in a command that runs no network. */
    static void requireAbsent(ParseResult arguments, String reason) {
        for (String name : List.of("--width", "--size", "--batch")) {
            if (arguments.hasMatchedOption(name)) {
                throw new UsageError(name + ": " + reason);
            }
        }
    }

    NetworkShape shape() {
        return new NetworkShape(width, size, batch);
    }
}
