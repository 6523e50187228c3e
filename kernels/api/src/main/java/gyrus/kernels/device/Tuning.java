package gyrus.kernels.device;

import gyrus.kernels.Op;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which variant was the fastest for each problem on one machine, saved as lines of tab-separated fields:
 *
 * <pre>
 * gyrus tuning     1
 * machine          AMD EPYC, 2 threads, 512-bit vectors
 * conv forward     [8,64,64,97 of 112] * 3x3 ...   Winograd
 * </pre>
 *
 * <p>It holds for the very machine that measured it and nothing else: another machine's file is refused, and so is one that
 * names a variant which is gone.
 */
public record Tuning(Machine machine, Map<Tuning.Key, String> variants) {

    /** An op's name and a problem, as it prints. */
    public record Key(String op, String problem) {}

    /** Thrown if a tuning file is missing, damaged or from another machine; the message names the file and the cause. */
    public static final class TuningException extends IOException {

        private static final long serialVersionUID = 1L;

        private final String trouble;

        TuningException(Path file, String trouble) {
            super(file + ": " + trouble + REMEDY);
            this.trouble = file + ": " + trouble;
        }

        /** Returns the file and what is wrong with it, without the advice to measure it. */
        public String trouble() {
            return trouble;
        }
    }

    /** The tuning without measurements. */
    public static final Tuning EMPTY = new Tuning(new Machine("none", 0, 0), Map.of());

    private static final String FORMAT = "gyrus tuning\t1";
    private static final String REMEDY = "; measure it by ./gyrus tune";

    public Tuning {
        variants = Collections.unmodifiableMap(new LinkedHashMap<>(variants));
    }

    /** Returns the name of the fastest kernel, if the problem was measured. */
    public Optional<String> variant(Op<?> op, Object problem) {
        return variants.isEmpty() ? Optional.empty() : Optional.ofNullable(variants.get(new Key(op.name(), problem.toString())));
    }

    /** Reads the tuning file of a machine from the user's cache folder; a missing or unusable file is an error. */
    public static Tuning saved(Machine machine) {
        try {
            return load(machine.tuningFile(), machine);
        } catch (TuningException useless) {
            throw new IllegalStateException("tuned device: " + useless.getMessage(), useless);
        } catch (IOException unreadable) {
            throw new IllegalStateException("tuned device: " + machine.tuningFile() + " cannot be read" + REMEDY, unreadable);
        }
    }

    /** Reads a tuning file, which must be of the given machine. */
    public static Tuning load(Path file, Machine machine) throws IOException {
        if (!Files.exists(file)) {
            throw new TuningException(file, "no tuning for this machine yet (" + machine + ")");
        }
        List<String> lines = Files.readAllLines(file);
        if (lines.size() < 2 || !lines.get(0).equals(FORMAT)) {
            throw new TuningException(file,
                    "is no tuning file: its first line is not \"" + FORMAT.replace('\t', ' ') + "\"");
        }
        String measuredOn = lines.get(1).replaceFirst("^machine\t", "");
        if (!measuredOn.equals(machine.toString())) {
            throw new TuningException(file, "was measured on another machine: " + measuredOn + "; this one is " + machine);
        }
        Map<String, List<String>> known = new LinkedHashMap<>();
        Catalog.ops().forEach(op -> known.put(op.name(), names(op)));
        Map<Key, String> variants = new LinkedHashMap<>();
        for (int i = 2; i < lines.size(); i++) {
            String[] fields = lines.get(i).split("\t");
            if (fields.length != 3) {
                throw new TuningException(file, "line " + (i + 1) + " has " + fields.length + " fields, expected 3");
            }
            if (!known.getOrDefault(fields[0], List.of()).contains(fields[2])) {
                throw new TuningException(file, "is stale: there is no variant " + fields[2] + " of " + fields[0]);
            }
            variants.put(new Key(fields[0], fields[1]), fields[2]);
        }
        return new Tuning(machine, variants);
    }

    /** Returns the variants of this tuning and those of a newer one, which count where both have a problem. */
    public Tuning updated(Tuning newer) {
        Map<Key, String> all = new LinkedHashMap<>(variants);
        all.putAll(newer.variants);
        return new Tuning(newer.machine, all);
    }

    private static <S> List<String> names(Op<S> op) {
        return Catalog.kernels(op).stream().map(kernel -> kernel.name()).toList();
    }

    /** Returns the text of the file that {@link #load} reads. */
    public String text() {
        StringBuilder text = new StringBuilder(FORMAT + "\nmachine\t" + machine + "\n");
        variants.forEach((key, variant) -> text.append(key.op() + "\t" + key.problem() + "\t" + variant + "\n"));
        return text.toString();
    }
}
