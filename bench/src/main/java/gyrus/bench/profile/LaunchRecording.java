package gyrus.bench.profile;

import gyrus.bench.profile.StepProfile.Launch;
import gyrus.bench.profile.StepProfile.Recorded;
import gyrus.engine.Engine;
import gyrus.kernels.device.Profile.LaunchEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** Records the launches of one step by Java's Flight Recorder. */
public final class LaunchRecording {

    private static final int RUNS = 4; // the first one also compiles the recorder

    private LaunchRecording() {}

    /**
     * Runs a step several times and returns the launches of the fastest run.
     *
     * @param endToEnd whether launches run on a device's own clock, so that their starts are unknown
     */
    public static Recorded of(Runnable step, Engine engine, boolean endToEnd) throws IOException {
        List<Recorded> runs = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            runs.add(recorded(record(step, engine), endToEnd));
        }
        return runs.stream().min(Comparator.comparingDouble(Recorded::seconds)).orElseThrow();
    }

    private static Recorded recorded(List<RecordedEvent> events, boolean endToEnd) {
        RecordedEvent whole = events.stream().filter(event -> event.getEventType().getName().equals(StepEvent.NAME)).findFirst()
                .orElseThrow();
        List<RecordedEvent> launches = events.stream().filter(event -> event.getEventType().getName().equals(LaunchEvent.NAME))
                .sorted(Comparator.comparing(RecordedEvent::getStartTime)).toList();
        return new Recorded(seconds(whole.getDuration()), endToEnd, launches(launches, whole.getStartTime(), endToEnd));
    }

    private static List<Launch> launches(List<RecordedEvent> events, Instant start, boolean endToEnd) {
        List<Launch> launches = new ArrayList<>();
        double end = 0;
        for (RecordedEvent event : events) {
            double taken = seconds(event.getDuration("time"));
            double begin = endToEnd ? end : seconds(Duration.between(start, event.getStartTime()));
            launches.add(new Launch(event.getString("op"), event.getString("problem"), event.getString("variant"), begin, taken,
                    event.getDouble("flops"), event.getLong("bytes")));
            end = begin + taken;
        }
        return launches;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() * 1e-9;
    }

    private static List<RecordedEvent> record(Runnable step, Engine engine) throws IOException {
        engine.profile(); // collects the times of earlier launches, which the recording would otherwise contain
        Path file = Files.createTempFile("gyrus", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable(LaunchEvent.NAME).withoutThreshold();
            recording.enable(StepEvent.NAME).withoutThreshold();
            recording.start();
            StepEvent event = new StepEvent();
            event.begin();
            step.run();
            event.commit();
            engine.profile();
            recording.stop();
            recording.dump(file);
            return RecordingFile.readAllEvents(file);
        } finally {
            Files.delete(file);
        }
    }
}
