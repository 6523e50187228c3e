package gyrus.app.study;

import gyrus.app.file.TextFile;
import gyrus.app.run.Shutdown;
import gyrus.model.training.TrainingStoppedException;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Runs jobs in Java processes of their own, one at a time on each device. They end with this one, even where it is killed. */
public final class ProcessPool {

    /** The time that a job waits for another process that still works at it, such as one whose study was killed a moment ago. */
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final String ERROR = "gyrus: ";
    private static final int TERMINATED = 143;

    private final BlockingQueue<String> free; // devices
    private final StudyFolder folder;
    private final String program;
    private final Set<Process> running = ConcurrentHashMap.newKeySet();
    private volatile boolean ending;

    /**
     * @param devices what the processes compute on; one may be named several times
     * @param program the name of the main class that the processes run
     */
    public ProcessPool(List<String> devices, StudyFolder folder, String program) {
        this.free = new ArrayBlockingQueue<>(devices.size(), true, devices);
        this.folder = folder;
        this.program = program;
    }

    /**
     * Runs the jobs and tells the progress of each when it has ended; a job that fails does not stop the others.
     *
     * @throws TrainingStoppedException when the program was asked to end; what is done by then has been told
     */
    public void run(List<Job> all, List<Job> wanted, Progress progress) throws TrainingStoppedException {
        try (Shutdown shutdown = Shutdown.awaited(this::end)) {
            try (ExecutorService threads = Executors.newFixedThreadPool(free.size())) {
                wanted.forEach(job -> threads.execute(() -> run(job, all.indexOf(job) + 1, progress)));
            }
            if (shutdown.requested()) {
                progress.stopped(folder);
                throw new TrainingStoppedException(folder.path());
            }
        }
    }

    /** Starts no more jobs, and has those that run leave a checkpoint. */
    private void end() {
        synchronized (running) {
            ending = true;
            running.forEach(Process::destroy);
        }
    }

    private void run(Job job, int number, Progress progress) {
        try {
            progress.run(job, () -> run(job, number));
        } catch (TrainingStoppedException stopped) {
            // as all of them were, which is told once
        }
    }

    private JobResult run(Job job, int number) throws IOException {
        String device = free.remove(); // there are as many threads as devices
        try {
            return run(job, number, device);
        } finally {
            free.add(device);
        }
    }

    private JobResult run(Job job, int number, String device) throws IOException {
        Path output = Files.createDirectories(folder.of(job)).resolve("output.txt");
        Files.deleteIfExists(output); // so that no other process writes into this one's
        Process process = started(job, command(program, folder.path(), number, device), output);
        try {
            if (process.waitFor() != 0) {
                if (ending) {
                    throw new TrainingStoppedException(folder.of(job));
                }
                throw new IOException(reason(output, process.exitValue()));
            }
            return folder.result(job);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interruption);
        } finally {
            process.destroy();
            running.remove(process);
        }
    }

    /** Returns the error that the process printed last, without its progress. */
    static String reason(Path output, int exitCode) throws IOException {
        return TextFile.readLeniently(output).orElse("").lines()
                .filter(line -> line.startsWith(ERROR)).reduce((first, second) -> second)
                .map(line -> line.substring(ERROR.length()))
                .orElse("ended with exit code " + exitCode + " and no error; it printed what is in " + output);
    }

    /** Ends this process, once its standard input ends, as if by SIGTERM: a pool holds the other end as long as it lives. */
    public static void endWithInput() {
        Thread.ofPlatform().daemon().name("end with input").start(() -> {
            try {
                while (System.in.read() >= 0) {
                    // nothing is said, only that the pool is there
                }
            } catch (IOException broken) {
                // as good as its end
            }
            System.exit(TERMINATED);
        });
    }

    private Process started(Job job, List<String> command, Path output) throws IOException {
        synchronized (running) {
            if (ending) {
                throw new TrainingStoppedException(folder.of(job));
            }
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true).redirectOutput(output.toFile()).start();
            running.add(process);
            return process;
        }
    }

    /** Returns the command that runs one job of a study by this program. */
    public static List<String> command(String program, Path folder, int number, String device) {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream() // the output of a job is a file, no terminal
                .filter(option -> !option.startsWith("-Dgyrus.terminal") && !option.startsWith("-Dgyrus.columns"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program, "study",
                "--out", folder.toString(), "--job", Integer.toString(number), "--device", device, "--end-with-input"));
        return command;
    }
}
