package gyrus.app.study;

import gyrus.app.experiment.Config;
import gyrus.app.failure.UsageError;
import gyrus.app.failure.UserError;
import gyrus.app.run.ConfigFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** One combination of the factors' values. */
record Level(Map<String, String> settings) {

    /** Returns a configuration with this level's values. */
    Config over(Config base, String... more) {
        List<String> changes = new ArrayList<>(List.of(more));
        settings.forEach((key, value) -> changes.add(key + "=" + value));
        try {
            return ConfigFile.with(base, Config.class, changes);
        } catch (UserError refused) {
            throw new UsageError("--factor " + this + ": " + refused.getMessage());
        }
    }

    boolean has(String key, String value) {
        return value.equals(settings.get(key));
    }

    /** Returns this level without some keys. */
    Level without(Set<String> keys) {
        Map<String, String> left = new LinkedHashMap<>(settings);
        left.keySet().removeAll(keys);
        return new Level(left);
    }

    /** Returns this level with further keys. */
    Level and(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.putAll(more);
        return new Level(all);
    }

    /** Returns the part of this level that sets some keys. */
    Level only(Set<String> keys) {
        Map<String, String> left = new LinkedHashMap<>(settings);
        left.keySet().retainAll(keys);
        return new Level(left);
    }

    /** Returns the keys and values, such as {@code noise=gaussian noiseAmount=0.2}; empty if there is no factor. */
    @Override
    public String toString() {
        return settings.entrySet().stream().map(Object::toString).collect(Collectors.joining(" "));
    }
}
