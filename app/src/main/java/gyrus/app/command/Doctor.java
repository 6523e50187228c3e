package gyrus.app.command;

import com.sun.management.OperatingSystemMXBean;
import gyrus.app.run.Build;
import gyrus.engine.CudaInventory;
import gyrus.engine.Engine;
import gyrus.kernels.device.Finding;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code gyrus doctor}: what this machine has, and whether Gyrus can run on it. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Tells whether Gyrus can run here and with what: Java, memory, the Vector API, CUDA.",
        footer = {
            "",
            "Exit codes: 0 the CPU side works, 1 it cannot run. A machine without CUDA is a good machine.",
            "",
            "Examples:",
            "  gyrus doctor",
            "  gyrus doctor --json | jq '.cuda[] | select(.ok | not)'",
        })
public final class Doctor implements Callable<Integer> {

    private static final String VECTOR_MODULE = "jdk.incubator.vector";
    private static final long LEAST_MEMORY = 3L << 30; // bytes: a machine of 4 GiB reports somewhat less
    private static final int COLUMN = 22;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        List<Finding> cpu = List.of(
                jdk(Runtime.version()),
                system(),
                cores(),
                memory(),
                containerLimit(Path.of("/sys/fs/cgroup/memory.max")),
                heap(),
                vectorModule());
        List<Finding> cuda = CudaInventory.findings();
        boolean runs = cpu.stream().allMatch(Finding::ok);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("runs", runs);
            report.put("cpu", cpu);
            report.put("cuda", cuda);
            out.println(JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build().writeValueAsString(report));
        } else {
            print(out, "CPU", "! ", cpu);
            out.println();
            print(out, "CUDA (optional)", "- ", cuda);
            out.println();
            out.println(runs ? "Gyrus can run here." : "Gyrus cannot run here: see the lines marked with !");
        }
        return runs ? 0 : 1;
    }

    /** Prints findings under a title, a line each; {@code mark} stands in front of those that are not good. */
    private static void print(PrintWriter out, String title, String mark, List<Finding> findings) {
        out.println(title);
        for (Finding finding : findings) {
            out.println((finding.ok() ? "  " : mark) + finding.name() + " ".repeat(COLUMN - finding.name().length())
                    + finding.value());
            if (!finding.advice().isEmpty()) {
                out.println(" ".repeat(2 + COLUMN) + "-> " + finding.advice());
            }
        }
    }

    /** Returns whether a JDK suits; pom.xml says why earlier ones do not. */
    static Finding jdk(Runtime.Version version) {
        Runtime.Version least = Build.leastJdk();
        boolean fits = version.feature() == least.feature() && version.compareToIgnoreOptional(least) >= 0;
        String value = version + " of " + System.getProperty("java.vendor") + " in " + System.getProperty("java.home");
        return fits
                ? Finding.good("JDK", value)
                : Finding.bad("JDK", value + "; needed is " + least + " or a later " + least.feature(),
                        "install Temurin " + least.feature() + " (" + least + " or later), or name it by JAVA25_HOME");
    }

    private static Finding system() {
        return Finding.good("system", System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                + System.getProperty("os.arch"));
    }

    private static Finding cores() {
        return Finding.good("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
    }

    /** Returns the memory of the machine, or of the container if that has less. */
    private static Finding memory() {
        if (!(ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system)) {
            return Finding.good("memory", "unknown to this Java");
        }
        long total = system.getTotalMemorySize();
        String value = gibibytes(total) + ", of which " + gibibytes(system.getFreeMemorySize()) + " free";
        return total >= LEAST_MEMORY
                ? Finding.good("memory", value)
                : Finding.bad("memory", value + "; needed are 4 GiB",
                        "use a machine, or a container limit, of at least 4 GiB");
    }

    static Finding containerLimit(Path file) {
        try {
            String limit = Files.readString(file).strip();
            return Finding.good("container limit", limit.equals("max") ? "none" : gibibytes(Long.parseLong(limit)));
        } catch (IOException | NumberFormatException noControlGroup) {
            return Finding.good("container limit", "none");
        }
    }

    private static Finding heap() {
        long most = Runtime.getRuntime().maxMemory();
        return Finding.good("Java heap at most", gibibytes(most) + "; tensors lie outside of it");
    }

    private static Finding vectorModule() {
        return ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent()
                ? Finding.good("Vector API", "present; device cpu: " + cpuDevice())
                : Finding.bad("Vector API", "the module " + VECTOR_MODULE + " is not loaded",
                        "start by ./gyrus, or add --add-modules=" + VECTOR_MODULE);
    }

    private static String cpuDevice() {
        try (Engine engine = Engine.on("cpu")) {
            return engine.description();
        }
    }

    private static String gibibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
    }
}
