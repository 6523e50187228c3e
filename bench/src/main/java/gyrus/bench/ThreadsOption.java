package gyrus.bench;

import gyrus.app.UserError;
import picocli.CommandLine.Option;

/** On how many threads. */
final class ThreadsOption {

    @Option(names = "--threads", paramLabel = "N", description = "default: as many as there are cores, ${DEFAULT-VALUE}")
    private int threads = Runtime.getRuntime().availableProcessors();

    int count() {
        if (threads < 1) {
            throw new UserError("--threads " + threads + ": expected at least 1");
        }
        return threads;
    }
}
