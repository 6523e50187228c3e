package gyrus.bench.profile;

import gyrus.bench.result.LabResult.Setting;
import gyrus.bench.result.Peaks;
import gyrus.model.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * The time of a step's launches, by op, problem and variant.
 *
 * @param work the kind of step, such as training step
 * @param device the device that computed it, with its description
 * @param steps the number of measured steps; all figures are those of one step
 * @param seconds the seconds of a step, by the host's clock
 * @param tensorBytes the most bytes that tensors held at once
 * @param objectBytes the bytes of Java objects that a step allocates
 * @param rows the launches by op, problem and variant, the longest first
 * @param recorded the launches of one further step in their order
 */
public record StepProfile(Setting setting, String work, String device, int steps, double seconds, long tensorBytes,
        double objectBytes, List<Row> rows, Recorded recorded) {

    /**
     * The launches of one variant on one problem.
     *
     * @param keys the problem as {@code gyrus bench --problem} reads it
     * @param calls the number of launches in a step
     * @param seconds the seconds of these launches together
     * @param flops the textbook operations of these launches together
     * @param bytes the compulsory bytes of these launches together: each operand read or written once
     */
    public record Row(String op, String problem, String keys, String variant, long calls, double seconds, double flops,
            double bytes) {}

    /**
     * One step, launch by launch.
     *
     * @param seconds the seconds from the start of the step to its end
     * @param endToEnd whether launches are laid end to end, because their starts are unknown: on a GPU
     */
    public record Recorded(double seconds, boolean endToEnd, List<Launch> launches) {}

    /**
     * One launch.
     *
     * @param start seconds since the start of the step
     */
    public record Launch(String op, String problem, String variant, double start, double seconds, double flops, double bytes) {}

    /**
     * The sums of several rows, such as all rows of an op.
     *
     * @param leastSeconds the least time in which the machine could run these launches, by its limits
     */
    public record Sum(long calls, double seconds, double flops, double bytes, double leastSeconds) {

        /** Returns the sums of each op, the longest first. */
        static Map<String, Sum> byOp(List<Row> rows, Peaks peaks) {
            Map<String, List<Row>> ops =
                    rows.stream().collect(Collectors.groupingBy(Row::op, LinkedHashMap::new, Collectors.toList()));
            Map<String, Sum> sums = new LinkedHashMap<>();
            ops.forEach((op, group) -> sums.put(op, of(group, peaks)));
            return sums.entrySet().stream().sorted(Comparator.comparingDouble(each -> -each.getValue().seconds()))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, LinkedHashMap::new));
        }

        static Sum of(List<Row> rows, Peaks peaks) {
            return new Sum(rows.stream().mapToLong(Row::calls).sum(), rows.stream().mapToDouble(Row::seconds).sum(),
                    rows.stream().mapToDouble(Row::flops).sum(), rows.stream().mapToDouble(Row::bytes).sum(),
                    rows.stream().mapToDouble(row -> peaks.leastSeconds(row.flops(), row.bytes())).sum());
        }

        /** Returns the least time that the machine could take over the time that the launches took. */
        public double shareOfPeak() {
            return leastSeconds / seconds;
        }
    }

    /** Returns the sums of each op, the longest first. */
    public Map<String, Sum> ops() {
        return Sum.byOp(rows, setting.peaks());
    }

    /** Returns the sum of one row. */
    public Sum sum(Row row) {
        return Sum.of(List.of(row), setting.peaks());
    }

    /** Returns the seconds of a step in which no launch was timed. */
    public double secondsBetweenOps() {
        return seconds - rows.stream().mapToDouble(Row::seconds).sum();
    }

    /** Writes the profile as JSON. */
    public void write(Path file) throws IOException {
        AtomicFile.write(file, JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
    }
}
