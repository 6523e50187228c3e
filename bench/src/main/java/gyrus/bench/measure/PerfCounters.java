package gyrus.bench.measure;

import gyrus.bench.result.Counts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The processor's counters of events in this process, read by Linux's {@code perf stat}.
 *
 * @param perf the command that starts perf
 * @param events the name of each event that this machine counts
 */
public record PerfCounters(String perf, Map<Event, String> events) {

    private static final Path PARANOID = Path.of("/proc/sys/kernel/perf_event_paranoid");
    private static final int MOST_PARANOID = 2; // at which programs may count their own events
    private static final double SECONDS = 0.2; // of counting
    private static final String NOT_SUPPORTED = "<not supported>";

    /** An event, with the names that processors give it. */
    enum Event {
        INSTRUCTIONS("instructions"),
        CYCLES("cycles"),
        MISSES("LLC-load-misses", "cache-misses"),
        ASSISTS("assists.fp", "fp_assist.any");

        private final List<String> names;

        Event(String... names) {
            this.names = List.of(names);
        }
    }

    /**
     * The counters of this machine, or the reason why it has none.
     *
     * @param refusal a sentence for people; empty where there are counters
     */
    public record Search(Optional<PerfCounters> counters, String refusal) {}

    /** The output of perf on standard error, and its exit code. */
    private record Run(List<String> lines, int code) {

        boolean counted() {
            return code == 0 && lines.stream().noneMatch(line -> line.contains(NOT_SUPPORTED));
        }
    }

    /** Finds the counters of this machine. */
    public static Search search() {
        return search("perf");
    }

    static Search search(String perf) {
        Map<Event, String> events = new EnumMap<>(Event.class);
        try {
            for (Event event : Event.values()) {
                for (String name : event.names) {
                    Run run = run(new ProcessBuilder(perf, "stat", "-x", ",", "-e", name, "--", "true"));
                    if (run.counted()) {
                        events.putIfAbsent(event, name);
                    } else if (event == Event.INSTRUCTIONS || event == Event.CYCLES) {
                        return new Search(Optional.empty(), refusal(run));
                    }
                }
            }
            return new Search(Optional.of(new PerfCounters(perf, events)), "");
        } catch (IOException absent) {
            return new Search(Optional.empty(), "perf cannot be started; install it, on Debian as linux-perf, on Ubuntu as"
                    + " linux-tools-generic");
        }
    }

    private static String refusal(Run run) throws IOException {
        if (run.lines.stream().anyMatch(line -> line.contains(NOT_SUPPORTED))) {
            return "this machine shows no counters of its processor, as most virtual machines do";
        }
        if (Files.isReadable(PARANOID)) {
            int paranoid = Integer.parseInt(Files.readString(PARANOID).strip());
            if (paranoid > MOST_PARANOID) {
                return "the kernel lets only administrators count, for kernel.perf_event_paranoid is " + paranoid
                        + "; set it to " + MOST_PARANOID + " by sysctl";
            }
        }
        return "perf stat failed with exit code " + run.code
                + run.lines.stream().filter(line -> !line.isBlank()).findFirst().map(line -> ": " + line.strip()).orElse("");
    }

    /** Runs work again and again for a moment, and returns what was counted, per run. */
    public Counts count(Runnable work) {
        List<String> names = List.copyOf(events.values());
        // perf counts from before it starts the shell until the shell's input ends
        ProcessBuilder command = new ProcessBuilder(perf, "stat", "-x", ",", "-e", String.join(",", names), "-p",
                Long.toString(ProcessHandle.current().pid()), "--", "sh", "-c", "echo started; cat");
        command.environment().put("LC_ALL", "C");
        try {
            Path errors = Files.createTempFile("gyrus", ".perf");
            try {
                Process process = command.redirectError(errors.toFile()).start();
                long runs = 0;
                try (BufferedReader out = process.inputReader()) {
                    if (out.readLine() != null) {
                        long start = System.nanoTime();
                        do {
                            work.run();
                            runs++;
                        } while ((System.nanoTime() - start) * 1e-9 < SECONDS);
                    }
                    process.getOutputStream().close();
                }
                int code = process.waitFor();
                List<String> lines = Files.readAllLines(errors);
                if (code != 0) {
                    throw new IllegalStateException("perf stat -p failed with exit code " + code + ": " + lines);
                }
                return counts(lines, runs);
            } finally {
                Files.delete(errors);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while perf counted", interrupted);
        }
    }

    private Counts counts(List<String> lines, long runs) {
        return new Counts(count(Event.INSTRUCTIONS, lines) / runs, count(Event.CYCLES, lines) / runs,
                count(Event.MISSES, lines) / runs, count(Event.ASSISTS, lines) / runs);
    }

    /** Returns the sum of an event's lines, which are several where a processor has several kinds of cores. */
    private double count(Event event, List<String> lines) {
        return lines.stream().map(line -> line.split(","))
                .filter(fields -> fields.length > 2 && events.containsKey(event) && fields[2].contains(events.get(event)))
                .filter(fields -> fields[0].matches("[0-9.]+")).mapToDouble(fields -> Double.parseDouble(fields[0]))
                .reduce((a, b) -> a + b).orElse(Double.NaN);
    }

    private static Run run(ProcessBuilder command) throws IOException {
        command.environment().put("LC_ALL", "C");
        Process process = command.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        process.getOutputStream().close();
        List<String> lines =
                new ArrayList<>(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList());
        try {
            return new Run(lines, process.waitFor());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }
}
