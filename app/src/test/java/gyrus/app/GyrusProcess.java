package gyrus.app;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code gyrus} as a process of its own, for what one cannot do to the process that tests: signals. */
public final class GyrusProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader lines;
    private final List<String> read = new ArrayList<>();

    private GyrusProcess(Process process) {
        this.process = process;
        this.lines = process.errorReader();
    }

    /** Standard output goes nowhere; standard error can be waited for. */
    public static GyrusProcess start(Object... arguments) throws IOException {
        return start(List.of(), arguments);
    }

    /** @param options further options for Java */
    public static GyrusProcess start(List<String> options, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@../jvm.options", "-XX:+UseSerialGC"));
        command.addAll(options);
        command.addAll(List.of(
                "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Gyrus.class.getName()));
        Arrays.stream(arguments).map(Object::toString).forEach(command::add);
        return new GyrusProcess(new ProcessBuilder(command).redirectOutput(new File("/dev/null")).start());
    }

    public long pid() {
        return process.pid();
    }

    /** Returns once it has printed a line that contains these words. */
    public void awaitLine(String words) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            read.add(line);
            if (line.contains(words)) {
                return;
            }
        }
        throw new AssertionError("it ended without a line with " + words + ": " + String.join("\n", read));
    }

    /** Sends a signal, {@code TERM}, {@code INT} or {@code KILL}. */
    public void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    }

    /** The exit code, and all of standard error. */
    public CommandRun await() throws IOException, InterruptedException {
        lines.lines().forEach(read::add);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("it does not end: " + String.join("\n", read));
        }
        return new CommandRun(process.exitValue(), "", String.join("\n", read));
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        lines.close();
    }
}
