package gyrus.bench.profile;

import gyrus.app.failure.UserError;
import gyrus.bench.profile.StepProfile.Row;
import gyrus.kernels.device.Profile.LaunchEvent;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * The time of a program's launches, by op, problem and variant.
 *
 * @param program the name of its file, or of the recording
 * @param devices the names of the devices that computed, with their descriptions
 * @param seconds from the start of the first launch to the end of the last one
 * @param rows the launches by op, problem and variant, the longest first
 * @param samples the stacks of the program's threads; empty where none were sampled
 */
public record ProgramProfile(String program, List<String> devices, double seconds, List<Row> rows, StackSamples samples) {

    /**
     * Runs a program of one file and returns its profile. The program runs in a Java process of its own, with the options and the
     * class path of this process.
     *
     * @param isSampled whether the stacks of its threads are sampled, too
     * @throws UserError if the program fails
     */
    public static ProgramProfile run(Path program, List<String> arguments, boolean isSampled)
            throws IOException, InterruptedException {
        Path recording = Files.createTempFile("gyrus", ".jfr");
        try {
            List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
            ManagementFactory.getRuntimeMXBean().getInputArguments().stream().filter(option -> !option.startsWith("-XX:AOT"))
                    .forEach(command::add);
            command.addAll(List.of(
                    "-XX:StartFlightRecording:settings=none,+" + LaunchEvent.NAME + "#enabled=true,"
                            + (isSampled ? StackSamples.SETTINGS + "," : "") + "maxsize=0,filename=" + recording,
                    "-Xlog:jfr+startup=error", "-cp", System.getProperty("java.class.path"), program.toString()));
            command.addAll(arguments);
            int code = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (code != 0) {
                throw new UserError(program + ": the program failed with exit code " + code);
            }
            return read(program.getFileName().toString(), recording);
        } finally {
            Files.deleteIfExists(recording);
        }
    }

    /** Returns the profile of a program that Java's Flight Recorder has recorded. */
    public static ProgramProfile recorded(Path recording) throws IOException {
        try {
            return read(recording.getFileName().toString(), recording);
        } catch (IOException unreadable) {
            throw new UserError(recording + ": is no recording of Java's Flight Recorder: " + unreadable.getMessage());
        }
    }

    private record Key(String op, String problem, String variant) {}

    private static ProgramProfile read(String program, Path recording) throws IOException {
        Map<Key, Row> rows = new LinkedHashMap<>();
        Set<String> devices = new LinkedHashSet<>();
        Instant first = Instant.MAX;
        Instant last = Instant.MIN;
        try (RecordingFile events = new RecordingFile(recording)) {
            while (events.hasMoreEvents()) {
                RecordedEvent event = events.readEvent();
                if (event.getEventType().getName().equals(LaunchEvent.NAME)) {
                    Row row = row(event);
                    rows.merge(new Key(row.op(), row.problem(), row.variant()), row, ProgramProfile::sum);
                    devices.add(event.getString("device"));
                    first = event.getStartTime().isBefore(first) ? event.getStartTime() : first;
                    last = event.getEndTime().isAfter(last) ? event.getEndTime() : last;
                }
            }
        }
        List<Row> sorted = rows.values().stream().sorted(Comparator.comparingDouble(row -> -row.seconds())).toList();
        return new ProgramProfile(program, List.copyOf(devices),
                sorted.isEmpty() ? 0 : Duration.between(first, last).toNanos() * 1e-9, sorted,
                StackSamples.read(recording));
    }

    private static Row row(RecordedEvent event) {
        return new Row(event.getString("op"), event.getString("problem"), event.getString("line"), event.getString("variant"), 1,
                event.getDuration("time").toNanos() * 1e-9, event.getDouble("flops"), event.getLong("bytes"));
    }

    private static Row sum(Row a, Row b) {
        return new Row(a.op(), a.problem(), a.keys(), a.variant(), a.calls() + b.calls(), a.seconds() + b.seconds(),
                a.flops() + b.flops(), a.bytes() + b.bytes());
    }
}
