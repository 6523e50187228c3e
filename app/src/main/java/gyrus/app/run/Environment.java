package gyrus.app.run;

import gyrus.model.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The program, machine and device of a run, for {@code env.json} and the report. */
public final class Environment {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final Path PROCESS = Path.of("/proc/self/status");

    private Environment() {}

    /**
     * Returns the facts by their names, in the order of the report.
     *
     * @param device the device that computes, as {@code --device} names it
     * @param seed the seed of the run
     */
    public static Map<String, String> of(String device, long seed) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("gyrus", Build.version());
        facts.put("commit", Build.commit());
        facts.put("java", System.getProperty("java.vm.vendor") + " " + Runtime.version());
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch"));
        facts.put("processor", line(PROCESSORS, "model name"));
        facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("device", device);
        facts.put("seed", Long.toString(seed));
        return facts;
    }

    /** Writes the facts into the run's folder. */
    public static void write(Map<String, String> facts, Path folder) throws IOException {
        JsonMapper json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        AtomicFile.write(folder.resolve("env.json"), json.writeValueAsString(facts) + "\n");
    }

    /** Returns the peak of this process's resident memory, such as {@code 774 MiB}; {@code unknown} if the system does not tell. */
    public static String peakMemory() {
        String line = line(PROCESS, "VmHWM");
        return line.endsWith(" kB") ? Long.parseLong(line.replace(" kB", "").strip()) / 1024 + " MiB" : line;
    }

    private static String line(Path file, String key) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst().orElse("unknown");
        } catch (IOException absent) {
            return "unknown";
        }
    }
}
