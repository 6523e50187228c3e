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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Runs jobs in Java processes of their own, so many at a time. They end with this one. */
final class ProcessPool {

    private final int size;
    private final String device;
    private final StudyFolder folder;
    private final Set<Process> running = ConcurrentHashMap.newKeySet();

    /** @param device what each process computes on */
    ProcessPool(int size, String device, StudyFolder folder) {
        this.size = size;
        this.device = device;
        this.folder = folder;
    }

    /** Runs the jobs and tells the progress of each when it has ended; a job that fails does not stop the others. */
    void run(List<Job> all, List<Job> wanted, Progress progress) {
        Thread end = new Thread(() -> running.forEach(Process::destroy));
        Runtime.getRuntime().addShutdownHook(end);
        try (ExecutorService threads = Executors.newFixedThreadPool(size)) {
            for (Job job : wanted) {
                threads.execute(() -> progress.run(job, () -> run(job, all.indexOf(job) + 1)));
            }
        }
        Runtime.getRuntime().removeShutdownHook(end);
    }

    private JobResult run(Job job, int number) throws IOException {
        Path output = Files.createDirectories(folder.of(job)).resolve("output.txt");
        Process process = new ProcessBuilder(command(folder, number, device))
                .redirectErrorStream(true).redirectOutput(output.toFile()).start();
        running.add(process);
        try {
            process.getOutputStream().close();
            if (process.waitFor() != 0) {
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
