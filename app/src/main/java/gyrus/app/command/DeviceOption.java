package gyrus.app.command;

import gyrus.app.UserError;
import gyrus.engine.Engine;
import picocli.CommandLine.Option;

/** The {@code --device} of every command that computes. */
public final class DeviceOption {

    @Option(names = "--device", paramLabel = "NAME", description = "cpu (default: all cores), cpu:THREADS, cuda:NUMBER, or reference")
    private String device = "cpu";

    public Engine open() {
        try {
            return Engine.on(device);
        } catch (IllegalArgumentException | IllegalStateException refused) {
            throw new UserError(refused.getMessage());
        }
    }
}
