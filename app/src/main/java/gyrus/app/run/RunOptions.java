package gyrus.app.run;

import gyrus.app.failure.UsageError;
import gyrus.app.option.DeviceOption;
import gyrus.engine.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command that writes a run directory. */
public final class RunOptions {

    @Option(names = "--config", paramLabel = "FILE", description = "begin with the config.json of another run")
    private Optional<Path> config;

    @Option(names = "--seed", paramLabel = "N", description = "of all that is random; default: 1")
    private Optional<Long> seed;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "change one key of the configuration; may be repeated")
    private List<String> settings = List.of();

    @Mixin
    private DeviceOption device;

    @Option(names = "--out", paramLabel = "DIR", description = "the run directory; default: a new one in runs/")
    private Optional<Path> out;

    @Option(names = "--resume", description = "go on with the run in --out, by its own configuration")
    private boolean resume;

    /** Returns the file of {@code --config}. */
    public Optional<Path> config() {
        return config;
    }

    /** Returns the option of the device. */
    public DeviceOption device() {
        return device;
    }

    /**
     * Opens the device.
     *
     * @throws gyrus.app.failure.UserError if the device is missing
     */
    public Engine open() {
        return device.open();
    }

    /** Returns whether an earlier run is resumed. */
    public boolean resume() {
        return resume;
    }

    /** Returns the folder of {@code --out}; if that is absent, a new one such as {@code runs/KIND-20260131-120000}. */
    public Path folder(String kind) {
        return out.orElseGet(
                () -> Path.of("runs", kind + "-" + LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss",
                        Locale.ROOT))));
    }

    /** Returns a configuration after the changes by a command's own options, {@code --seed} and {@code --set}, in this order. */
    public <T extends Record> T changed(T config, Class<T> type, List<String> options) {
        List<String> changes = new ArrayList<>(options);
        seed.ifPresent(value -> changes.add("seed=" + value));
        Map<String, String> keys = new HashMap<>();
        for (String setting : settings) {
            String before = keys.put(setting.replaceFirst("(?s)=.*", ""), setting);
            if (before != null) {
                throw new UsageError("--set " + before + " --set " + setting + ": one key has two values; give it once");
            }
        }
        changes.addAll(settings);
        return ConfigFile.with(config, type, changes);
    }

    /**
     * Returns the configuration of the run in {@code --out}.
     *
     * @param option the option that needs it, such as {@code --resume}
     * @param more whether options of the command itself were given that would change it
     * @param besides the options that may be given with it, such as {@code  but --epochs}; may be empty
     * @throws UsageError if {@code --out} is absent, or an option was given that would change the configuration
     */
    public <T extends Record> T existing(Class<T> type, String option, boolean more, String besides) throws IOException {
        if (out.isEmpty() || more || config.isPresent() || seed.isPresent() || !settings.isEmpty()) {
            throw new UsageError(option + " needs --out and takes everything else" + besides + " from that run's config.json");
        }
        return RunDirectory.config(out.get(), type);
    }
}
