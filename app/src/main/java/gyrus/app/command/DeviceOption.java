package gyrus.app.command;

import gyrus.app.UserError;
import gyrus.engine.Engine;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The {@code --device} of every command that computes. */
public final class DeviceOption {

    @Option(names = "--device", paramLabel = "NAME", description = "cpu (default: all cores), cpu:THREADS, cuda:NUMBER, or reference")
    private Optional<String> device;

    /** What was asked for, if anything was. */
    public Optional<String> given() {
        return device;
    }

    public Engine open() {
        return open(device.orElse("cpu"));
    }

    /** Opens a device by its name. */
    public static Engine open(String name) {
        try {
            return Engine.on(name);
        } catch (IllegalArgumentException | IllegalStateException refused) {
            throw new UserError(refused.getMessage());
        }
    }
}
