package gyrus.app.run;

import gyrus.app.failure.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The configuration and the data that the results of a run depend on. The run's first start writes them to {@code identity.json}.
 * Each later start is compared with that file, and each checkpoint and result carries their checksums.
 *
 * @param configuration each key with its value, except paths of files: the contents of the files count, not where they lie
 * @param scans the scans that the run trains, validates and tests on, in order
 */
public record RunIdentity(Map<String, String> configuration, List<ScanIdentity> scans) {

    static final String FILE = "identity.json";

    private static final int SHA256_DIGITS = 64;
    private static final int MOST_NAMED = 5; // differences that an error names

    public RunIdentity {
        configuration = new LinkedHashMap<>(configuration);
        scans = List.copyOf(scans);
    }

    /**
     * Identifies a run.
     *
     * @param free the keys that are left out: they do not change the results, or {@code scans} stands for them
     */
    public static RunIdentity of(Record config, Set<String> free, List<ScanIdentity> scans) {
        requireApart(scans);
        Map<String, String> configuration = ConfigFile.lines(config);
        configuration.keySet().removeAll(free);
        return new RunIdentity(configuration, scans);
    }

    /**
     * Refuses an image that has two names. Its slices could be in the training set and in the validation or test set at once.
     */
    private static void requireApart(List<ScanIdentity> scans) {
        Map<String, ScanIdentity> byImage = new HashMap<>();
        for (ScanIdentity scan : scans) {
            boolean file = scan.image().length() == SHA256_DIGITS; // else a phantom, or not read
            ScanIdentity other = file ? byImage.putIfAbsent(scan.image(), scan) : null;
            if (other != null) {
                throw new UserError("scans " + other.id() + " and " + scan.id() + " are the same image, byte for byte ("
                        + use(other) + "; " + use(scan) + "); leave one of them out");
            }
        }
    }

    private static String use(ScanIdentity scan) {
        return (scan.patient().isEmpty() ? "" : "patient " + scan.patient() + ", ")
                + (scan.role().isEmpty() ? "no role" : "role " + scan.role());
    }

    /** Returns this identity with one more key of the configuration. */
    public RunIdentity with(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(configuration);
        more.put(key, value);
        return new RunIdentity(more, scans);
    }

    /** Reads the identity that a run had at its first start. */
    public static RunIdentity read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            throw new UserError(file + ": is not there, so nobody can tell whether configuration and data are still those that the"
                    + " run began with; begin a new run by --config " + folder.resolve("config.json"));
        }
        return ConfigFile.read(file, RunIdentity.class, "no identity of a run", "; damaged: restore it, or begin a new run");
    }

    void write(Path folder) throws IOException {
        ConfigFile.write(this, folder.resolve(FILE));
    }

    /**
     * Refuses to go on with a run whose configuration or data have changed.
     *
     * @param folder the folder of the run
     * @param now the configuration and the data that the run would be resumed with
     * @throws UserError if one of them differs
     */
    public void requireSame(Path folder, RunIdentity now) {
        List<String> keys = configurationChanges(now);
        if (!keys.isEmpty()) {
            throw new UserError(folder.resolve("config.json") + ": was changed since the run began: " + named(keys)
                    + "; put that back, or begin a new run by --config");
        }
        List<String> data = dataChanges(now);
        if (!data.isEmpty()) {
            throw new UserError(folder + ": the data were changed since the run began: " + named(data)
                    + "; put that back, or begin a new run by --config " + folder.resolve("config.json"));
        }
    }

    private List<String> configurationChanges(RunIdentity now) {
        Set<String> keys = new LinkedHashSet<>(configuration.keySet());
        keys.addAll(now.configuration.keySet());
        List<String> changes = new ArrayList<>();
        for (String key : keys) {
            String before = configuration.getOrDefault(key, "absent");
            String after = now.configuration.getOrDefault(key, "absent");
            if (!before.equals(after)) {
                changes.add(key + " is " + after + " instead of " + before);
            }
        }
        return changes;
    }

    private List<String> dataChanges(RunIdentity now) {
        Map<String, ScanIdentity> before = byId(scans);
        Map<String, ScanIdentity> after = byId(now.scans);
        List<String> changes = new ArrayList<>();
        after.keySet().stream().filter(id -> !before.containsKey(id)).forEach(id -> changes.add("scan " + id + " was added"));
        before.keySet().stream().filter(id -> !after.containsKey(id)).forEach(id -> changes.add("scan " + id + " is gone"));
        before.forEach((id, scan) -> {
            if (after.containsKey(id)) {
                addChanges(id, scan, after.get(id), changes);
            }
        });
        if (changes.isEmpty() && !scans.equals(now.scans)) {
            changes.add("the scans are " + ids(now.scans) + " instead of " + ids(scans));
        }
        return changes;
    }

    private static void addChanges(String id, ScanIdentity before, ScanIdentity after, List<String> changes) {
        addChange("image of scan " + id + " has SHA-256", before.image(), after.image(), changes);
        addChange("mask of scan " + id + " has SHA-256", before.mask(), after.mask(), changes);
        addChange("patient of scan " + id + " is", before.patient(), after.patient(), changes);
        addChange("role of scan " + id + " is", before.role(), after.role(), changes);
    }

    private static void addChange(String what, String before, String after, List<String> changes) {
        if (!before.equals(after)) {
            changes.add("the " + what + " " + shortened(after) + " instead of " + shortened(before));
        }
    }

    private static String shortened(String value) {
        return value.isEmpty() ? "none" : value.length() == SHA256_DIGITS ? value.substring(0, 12) + "..." : value;
    }

    /** Returns the scans by their names. A name that occurs again gets a number, such as {@code scan (2)}. */
    private static Map<String, ScanIdentity> byId(List<ScanIdentity> scans) {
        Map<String, ScanIdentity> byId = new LinkedHashMap<>();
        for (ScanIdentity scan : scans) {
            String id = scan.id();
            for (int number = 2; byId.containsKey(id); number++) {
                id = scan.id() + " (" + number + ")";
            }
            byId.put(id, scan);
        }
        return byId;
    }

    private static String ids(List<ScanIdentity> scans) {
        return scans.stream().map(ScanIdentity::id).collect(Collectors.joining(" "));
    }

    private static String named(List<String> changes) {
        int more = changes.size() - MOST_NAMED;
        return String.join("; ", changes.subList(0, Math.min(MOST_NAMED, changes.size())))
                + (more > 0 ? "; and " + more + " more" : "");
    }

    /** Returns the SHA-256 of the configuration's lines {@code key=value}, in hexadecimal. */
    public String configurationSha256() {
        return sha256(configuration.entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining("\n")));
    }

    /** Returns the SHA-256 of the scans' lines, in hexadecimal. */
    public String dataSha256() {
        return sha256(scans.stream().map(ScanIdentity::line).collect(Collectors.joining("\n")));
    }

    private static String sha256(String text) {
        return HexFormat.of().formatHex(ScanIdentity.digest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Returns the metadata of a checkpoint that identify its run and its training.
     *
     * @param training the name of the training within the run
     */
    public Map<String, String> metadata(String training) {
        return Map.of("training", training, "configuration_sha256", configurationSha256(), "data_sha256", dataSha256());
    }
}
