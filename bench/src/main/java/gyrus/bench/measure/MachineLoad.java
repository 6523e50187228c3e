package gyrus.bench.measure;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * The processors' counters at one moment, in seconds of all processors together.
 *
 * @param all time that passed
 * @param busy time that was spent computing
 * @param stolen time that the host of this virtual machine gave to others
 * @param own time that this process computed
 * @param megahertz mean clock frequency now; NaN where the system does not tell
 */
record MachineLoad(double all, double busy, double stolen, double own, double megahertz) {

    private static final double TICK = 0.01; // seconds, which Linux counts in
    private static final Path COUNTERS = Path.of("/proc/stat");
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final Path FREQUENCIES = Path.of("/sys/devices/system/cpu");

    /** Reads the counters; where the system has none, nothing is ever stolen and nobody else computes. */
    static MachineLoad now() {
        double own = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() * 1e-9;
        return lines(COUNTERS).stream().filter(line -> line.startsWith("cpu ")).findFirst()
                .map(line -> parse(line, own, frequency())).orElse(new MachineLoad(0, 0, 0, own, frequency()));
    }

    /** Reads the line of all processors of {@code /proc/stat}: user, nice, system, idle, iowait, irq, softirq, steal. */
    static MachineLoad parse(String line, double own, double megahertz) {
        double[] seconds = Arrays.stream(line.split("\\s+")).skip(1).limit(8).mapToDouble(each -> TICK * Long.parseLong(each))
                .toArray();
        double all = Arrays.stream(seconds).sum();
        double stolen = seconds.length > 7 ? seconds[7] : 0;
        return new MachineLoad(all, all - seconds[3] - seconds[4] - stolen, stolen, own, megahertz);
    }

    /** Returns the share of the processors' time that was stolen. */
    double stolenSince(MachineLoad start) {
        return all > start.all ? (stolen - start.stolen) / (all - start.all) : 0;
    }

    /** Returns the share of the processors' time that other processes used, beyond two ticks, the error of the counters. */
    double othersSince(MachineLoad start) {
        double others = busy - start.busy - (own - start.own) - 2 * TICK;
        return all > start.all ? Math.max(0, others) / (all - start.all) : 0;
    }

    /** Returns the mean frequency from the drivers of the clocks, or else from the list of processors. */
    private static double frequency() {
        OptionalDouble kilohertz = driven();
        if (kilohertz.isPresent()) {
            return 1e-3 * kilohertz.getAsDouble();
        }
        return lines(PROCESSORS).stream().filter(line -> line.startsWith("cpu MHz"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(':') + 1).strip())).average()
                .orElse(Double.NaN);
    }

    private static OptionalDouble driven() {
        return IntStream.range(0, Runtime.getRuntime().availableProcessors())
                .mapToObj(cpu -> lines(FREQUENCIES.resolve("cpu" + cpu).resolve("cpufreq/scaling_cur_freq")))
                .flatMap(List::stream).mapToDouble(Double::parseDouble).average();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
