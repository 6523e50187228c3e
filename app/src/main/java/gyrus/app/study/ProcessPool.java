package gyrus.app.study;

import gyrus.app.Gyrus;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Runs jobs in Java processes of their own, one at a time on each device. They end with this one. */
final class ProcessPool {

    private final BlockingQueue<String> free; // devices
    private final StudyFolder folder;
    private final Set<Process> running = ConcurrentHashMap.newKeySet();
    private volatile boolean ending;

    /** @param devices what the processes compute on; one may be named several times */
    ProcessPool(List<String> devices, StudyFolder folder) {
        this.free = new ArrayBlockingQueue<>(devices.size(), true, devices);
        this.folder = folder;
    }

    /** Runs the jobs and tells the progress of each when it has ended; a job that fails does not stop the others. */
    void run(List<Job> all, List<Job> wanted, Progress progress) throws IOException {
        Thread end = new Thread(this::end);
        Runtime.getRuntime().addShutdownHook(end);
        try (ExecutorService threads = Executors.newFixedThreadPool(free.size())) {
            for (Job job : wanted) {
                threads.execute(() -> {
                    if (!ending) {
                        progress.run(job, () -> run(job, all.indexOf(job) + 1));
                    }
                });
            }
        }
        if (ending) {
            throw new IOException(folder.path() + ": the study was stopped; --resume goes on with it");
        }
        Runtime.getRuntime().removeShutdownHook(end);
    }

    /** Starts no more jobs, has those that run leave a checkpoint, and waits for that. */
    private void end() {
        synchronized (running) {
            ending = true;
            running.forEach(Process::destroy);
        }
        List.copyOf(running).forEach(process -> process.onExit().join());
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
        Process process = started(command(folder, number, device), output);
        try {
            process.getOutputStream().close();
            if (process.waitFor() != 0) {
                if (ending) {
                    throw new IOException("stopped; --resume goes on with it");
                }
                List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
                throw new IOException(lines.isEmpty()
                        ? "ended with exit code " + process.exitValue() : lines.getLast().replaceFirst("^gyrus: ", ""));
            }
            return JobResult.read(folder.result(job));
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interruption);
        } finally {
            process.destroy();
            running.remove(process);
        }
    }

    private Process started(List<String> command, Path output) throws IOException {
        synchronized (running) {
            if (ending) {
                throw new IOException("not begun, the study was stopped");
            }
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true).redirectOutput(output.toFile()).start();
            running.add(process);
            return process;
        }
    }

    /** This very program, on one job. */
    static List<String> command(StudyFolder folder, int number, String device) {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Gyrus.class.getName(), "study",
                "--out", folder.path().toString(), "--job", Integer.toString(number), "--device", device));
        return command;
    }
}
