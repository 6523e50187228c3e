package gyrus.bench.profile;

import gyrus.app.failure.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * The call stacks of threads that computed, sampled at equal intervals.
 *
 * @param stacks the samples of each stack; a stack begins with the outermost method, and a method is written with its class
 */
public record StackSamples(Map<List<String>, Long> stacks) {

    private static final String EVENT = "jdk.ExecutionSample";

    private static final Duration PERIOD = Duration.ofMillis(1); // the shortest that Java's Flight Recorder takes

    /** The settings of a recording that takes samples, as the option of Java has them. */
    static final String SETTINGS = "+" + EVENT + "#enabled=true,+" + EVENT + "#period=" + PERIOD.toMillis() + "ms";

    /** The outermost frame of a stack whose outer methods were not recorded, because it was too deep. */
    static final String TRUNCATED = "(outer methods not recorded)";

    private static final long LEAST = 100;

    /** How much time samples spend in one method. */
    public record Share(String method, long inside, long own) {}

    /**
     * Runs work again and again, and samples it.
     *
     * @param seconds that are sampled at least
     */
    public static StackSamples of(Runnable work, double seconds) throws IOException {
        Path file = Files.createTempFile("gyrus", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable(EVENT).withPeriod(PERIOD);
            recording.start();
            long start = System.nanoTime();
            do {
                work.run();
            } while ((System.nanoTime() - start) * 1e-9 < seconds);
            recording.stop();
            recording.dump(file);
            return read(file);
        } finally {
            Files.delete(file);
        }
    }

    /** Reads the samples of a recording. It leaves out the recorder, and methods outside the work that {@link #of} samples. */
    static StackSamples read(Path recording) throws IOException {
        Map<List<String>, Long> stacks = new LinkedHashMap<>();
        try (RecordingFile events = new RecordingFile(recording)) {
            while (events.hasMoreEvents()) {
                RecordedEvent event = events.readEvent();
                if (event.getEventType().getName().equals(EVENT) && event.getStackTrace() != null && !isRecorders(event)) {
                    stacks.merge(stack(event.getStackTrace()), 1L, Long::sum);
                }
            }
        }
        return new StackSamples(stacks);
    }

    /** Returns whether a sample is of a thread of Java's Flight Recorder. */
    private static boolean isRecorders(RecordedEvent sample) {
        RecordedThread thread = sample.getThread("sampledThread");
        return thread != null && thread.getJavaName() != null && thread.getJavaName().startsWith("JFR ");
    }

    private static List<String> stack(RecordedStackTrace trace) {
        List<String> innermostFirst = new ArrayList<>();
        for (RecordedFrame frame : trace.getFrames()) {
            String type = frame.getMethod().getType().getName();
            if (type.equals(StackSamples.class.getName())) {
                return innermostFirst.reversed();
            }
            innermostFirst.add(name(type, frame.getMethod().getName()));
        }
        if (trace.isTruncated()) {
            innermostFirst.add(TRUNCATED);
        }
        return innermostFirst.reversed();
    }

    /** Returns a method's name with its class, without the numbers of classes that Java makes while it runs. */
    static String name(String type, String method) {
        return (type.isEmpty() ? "" : type.replaceAll("[.+/]0x[0-9a-f]+(?:[.]\\d+)?", "") + ".") + method;
    }

    /** Returns the number of samples. */
    public long count() {
        return stacks.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns the methods with their samples, with and without those in what a method called; most samples of its own first. */
    public List<Share> methods() {
        Map<String, Share> shares = new LinkedHashMap<>();
        stacks.forEach((stack, samples) -> {
            stack.stream().distinct().forEach(method -> shares.merge(method, new Share(method, samples, 0), StackSamples::sum));
            if (!stack.isEmpty()) {
                shares.merge(stack.getLast(), new Share(stack.getLast(), 0, samples), StackSamples::sum);
            }
        });
        return shares.values().stream().sorted(Comparator.comparingLong(share -> -share.own())).toList();
    }

    private static Share sum(Share a, Share b) {
        return new Share(a.method(), a.inside() + b.inside(), a.own() + b.own());
    }

    /**
     * Refuses samples that are too few for shares.
     *
     * @param remedy what to do for more
     */
    public StackSamples requireEnough(String remedy) {
        if (count() < LEAST) {
            throw new UserError("--flame: " + count() + " samples of running Java methods, expected at least " + LEAST
                    + "; no page is written. Samples are taken each millisecond while Java code runs: " + remedy);
        }
        return this;
    }
}
