package gyrus.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.bench.Bench;
import gyrus.bench.measure.PerfCounters.Search;
import gyrus.bench.result.Counts;
import gyrus.bench.result.LabResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counts of a perf that prints known numbers, and what a machine without counters is told. */
final class PerfCountersTest {

    private static final double INSTRUCTIONS = 6e6;

    @TempDir
    private Path folder;

    private final AtomicLong runs = new AtomicLong();

    /** Writes a perf that runs its command, knows an older processor's names, and finds 2 instructions in each cycle. */
    private String perf(String body) throws IOException {
        Path file = Files.writeString(folder.resolve("perf"), """
                #!/bin/sh
                echo "$*" >> "%s/arguments"
                while [ "$1" != -- ]; do
                    [ "$1" != -e ] || events=$2
                    shift
                done
                shift
                %s
                """.formatted(folder, body));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file.toString();
    }

    private String countingPerf() throws IOException {
        return perf("""
                for event in $(echo $events | tr , ' '); do
                    [ $event != assists.fp ] || { echo "event syntax error: '$event'" >&2; exit 129; }
                done
                "$@"
                for event in $(echo $events | tr , ' '); do
                    case $event in
                        instructions) count=6000000 ;;
                        cycles) count=3000000 ;;
                        LLC-load-misses) count='<not supported>' ;;
                        cache-misses) count=600 ;;
                        fp_assist.any) count=30 ;;
                    esac
                    echo "$count,,$event:u,1000,100.00,," >&2
                done
                """);
    }

    @Test
    void countsAreThoseOfOneRun() throws IOException {
        Search search = PerfCounters.search(countingPerf());

        assertEquals("", search.refusal());
        Counts counts = search.counters().orElseThrow().count(runs::incrementAndGet);

        double perRun = 1.0 / runs.get();
        assertEquals(INSTRUCTIONS * perRun, counts.instructions(), 1e-9);
        assertEquals(2, counts.instructionsPerCycle(), 1e-9);
        assertEquals(600 * perRun, counts.misses(), 1e-9);
        assertEquals(30 * perRun, counts.assists(), 1e-9);
        assertTrue(Files.readString(folder.resolve("arguments")).contains(
                "-e instructions,cycles,cache-misses,fp_assist.any -p " + ProcessHandle.current().pid() + " -- "));
    }

    @Test
    void anEventThatTheProcessorDoesNotCountIsLeftOut() throws IOException {
        Search search = PerfCounters.search(perf("""
                case $events in *LLC*|*misses*|*assist*) exit 129 ;; esac
                "$@"
                echo "100,,instructions,1,100.00,," >&2
                echo "50,,cpu_core/cycles/,1,100.00,," >&2
                echo "30,,cpu_atom/cycles/,1,100.00,," >&2
                """));

        Counts counts = search.counters().orElseThrow().count(runs::incrementAndGet);

        assertEquals(1.25, counts.instructionsPerCycle(), 1e-9, "two kinds of cores are added up");
        assertEquals("1.25 instructions a cycle", counts.text());
        assertEquals("0.500 instructions a cycle, 12.0 misses of the last cache, 0 floating-point assists",
                new Counts(1, 2, 12, 0).text());
    }

    @Test
    void aMachineWithoutCountersIsToldWhy() throws IOException {
        assertEquals("this machine shows no counters of its processor, as most virtual machines do",
                PerfCounters.search(perf("echo '<not supported>,,instructions,0,100.00,,' >&2")).refusal());
        assertEquals("perf cannot be started; install it, on Debian as linux-perf, on Ubuntu as linux-tools-generic",
                PerfCounters.search(folder.resolve("absent").toString()).refusal());
        String refused = PerfCounters.search(perf("echo >&2; echo 'Access is limited.' >&2; exit 255")).refusal();
        assertTrue(refused.equals("perf stat failed with exit code 255: Access is limited.")
                || refused.startsWith("the kernel lets only administrators count, for kernel.perf_event_paranoid is "), refused);
    }

    @Test
    void aPerfThatStopsWhileItCountsIsNoResult() throws IOException {
        PerfCounters counters = PerfCounters.search(countingPerf()).counters().orElseThrow();
        perf("echo 'No such process' >&2; exit 3");

        assertTrue(assertThrows(IllegalStateException.class, () -> counters.count(runs::incrementAndGet)).getMessage()
                .contains("exit code 3: [No such process]"));
        assertEquals(0, runs.get());
    }

    /** Runs {@code gyrus bench --counters} with a folder in front of the path that programs are searched on. */
    private String bench(Path first) throws IOException, InterruptedException {
        ProcessBuilder command = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-Djmh.ignoreLock=true", "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), Bench.class.getName(),
                "bench", "fill", "--problem", "y=64", "--threads", "1", "--quick", "--counters", "--json",
                folder.resolve("lab.json").toString());
        command.environment().merge("PATH", first.toString(), (path, own) -> own + ":" + path);
        command.redirectErrorStream(true);
        Process process = command.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), printed);
        return printed;
    }

    @Test
    void theLabPrintsAndKeepsCounts() throws IOException, InterruptedException {
        countingPerf();

        String printed = bench(folder);

        assertTrue(printed.contains("   2.00 instructions a cycle, "), printed);
        LabResult result = LabResult.read(folder.resolve("lab.json"));
        assertEquals(2, result.measurements().getFirst().counts().orElseThrow().instructionsPerCycle(), 1e-9);
    }

    @Test
    void theLabOfThisMachineCountsOrSaysWhyNot() throws IOException, InterruptedException {
        String printed = bench(Files.createDirectory(folder.resolve("empty")));

        Search search = PerfCounters.search();
        assertEquals(search.counters().isPresent(), printed.contains(" instructions a cycle"), printed);
        assertEquals(search.counters().isEmpty(), printed.contains("--counters: nothing is counted: " + search.refusal()), printed);
        assertEquals(search.counters().isPresent(),
                LabResult.read(folder.resolve("lab.json")).measurements().getFirst().counts().isPresent());
    }
}
