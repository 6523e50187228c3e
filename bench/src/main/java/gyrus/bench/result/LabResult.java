package gyrus.bench.result;

import gyrus.app.failure.UserError;
import gyrus.app.file.TextFile;
import gyrus.kernels.device.Machine;
import gyrus.model.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The result of one run of the lab, which is stored as a JSON file. */
public record LabResult(Setting setting, List<Measurement> measurements, List<Refusal> refusals) {

    /**
     * @param command the command with its options, as it can be typed again
     * @param commit the commit that the program was built from
     * @param network the network whose problems were timed, or several networks
     * @param load the load average of the last minute before the start; negative if the system does not state it
     */
    public record Setting(String started, String command, String commit, Machine machine, Peaks peaks, String java,
            String network, double load) {

        /** Returns the setting of another commit that was measured together with this one. */
        public Setting ofCommit(String other) {
            return new Setting(started, command, other, machine, peaks, java, network, load);
        }

        /** Returns whether other processes were running, so that figures are too low and vary. */
        public boolean isDisturbed() {
            return load > 0.5;
        }
    }

    /** A variant that was not timed, because its results are wrong. */
    public record Refusal(String op, String variant, String why) {}

    /** Returns the measurements by op and problem, whose variants are compared with each other. */
    public Map<String, List<Measurement>> byProblem() {
        Map<String, List<Measurement>> groups = new LinkedHashMap<>();
        for (Measurement each : measurements) {
            groups.computeIfAbsent(each.op() + "\n" + each.problem(), key -> new ArrayList<>()).add(each);
        }
        return groups;
    }

    /**
     * Writes the result as JSON.
     *
     * @throws IOException if the file cannot be written
     */
    public void write(Path file) throws IOException {
        AtomicFile.write(file, JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
    }

    /**
     * Reads a result.
     *
     * @throws IOException if the file cannot be read or holds no result
     */
    public static LabResult read(Path file) throws IOException {
        String text = TextFile.read(file);
        try {
            return JsonMapper.shared().rebuild().enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES).build()
                    .readValue(text, LabResult.class);
        } catch (JacksonException foreign) {
            throw new UserError(file + ": is no result of gyrus bench --json of this version");
        }
    }
}
