package gyrus.app.factor;

import static gyrus.app.run.ConfigValues.require;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An arm of an experiment: a named set of keys in which the configuration of its networks differs from the base.
 *
 * @param name the name in reports, such as {@code denoise all}
 * @param keys the keys that differ, each with its value as {@code --set} takes it
 */
public record ArmConfig(String name, Map<String, String> keys) {

    /** The keys that no arm sets: all arms of an experiment share data, slices, training sets and seeds. */
    public static final Set<String> SHARED = Set.of("preset", "data", "suffix", "derivatives", "foreground", "seed", "view", "size",
            "shrink", "sliceStep", "large", "small", "validation", "validationShare", "arms");

    /** The keys that do not reach the pre-training. */
    public static final Set<String> OF_SEGMENTATION = Set.of("rate", "pretrainedRate", "epochs", "loss", "augmentation",
            "transfer", "warmup", "synthetic");

    public ArmConfig {
        require(name.matches("[A-Za-z0-9][A-Za-z0-9 .+-]{0,59}"), "arms", name.isEmpty() ? "a name without letters" : name,
                "names of at most 60 letters, digits, spaces, '.', '+' and '-', and begin with a letter or digit");
        keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
        for (String key : keys.keySet()) {
            require(!SHARED.contains(key), "arms", name + " with the key " + key, "without it, for all arms share it");
        }
    }

    /** Returns the arm that a text of the form {@code NAME} or {@code NAME:KEY=VALUE,KEY=VALUE} describes. */
    public static ArmConfig parse(String text) {
        int colon = text.indexOf(':');
        Map<String, String> keys = new LinkedHashMap<>();
        for (String setting : colon < 0 ? List.<String>of() : List.of(text.substring(colon + 1).split(",", -1))) {
            int equals = setting.indexOf('=');
            require(equals > 0, "--arm", text, "NAME or NAME:KEY=VALUE,KEY=VALUE");
            String before = keys.put(setting.substring(0, equals).strip(), setting.substring(equals + 1).strip());
            require(before == null, "--arm", text, "without a key that is given twice");
        }
        return new ArmConfig((colon < 0 ? text : text.substring(0, colon)).strip(), keys);
    }

    /** Returns the name in lower case with dashes for all but letters and digits, as a part of file names. */
    public String slug() {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    /** Returns the keys that differ as {@code KEY=VALUE}. */
    public List<String> settings() {
        return without(Set.of());
    }

    /** Returns the keys that differ as {@code KEY=VALUE}, without the given keys. */
    public List<String> without(Set<String> left) {
        return keys.entrySet().stream().filter(entry -> !left.contains(entry.getKey())).map(Object::toString).toList();
    }

    /** Returns the name and the keys that differ, such as {@code less noise (noiseAmount=0.2)}. */
    @Override
    public String toString() {
        return name + (keys.isEmpty() ? "" : settings().stream().collect(Collectors.joining(" ", " (", ")")));
    }
}
