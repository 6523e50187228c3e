package gyrus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gyrus.engine.op.Shape;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The engine needs the kernels' API alone: each device is there where its module is on the class path. */
final class DeviceModulesTest {

    private static final String CPU = "gyrus/kernels/cpu/";
    private static final String CUDA = "gyrus/kernels/cuda/";
    private static final String JCUDA = "jcuda/";

    /** A program that prints a gradient computed on the first device, and what is said of each other device. */
    static final class Program {

        private Program() {}

        public static void main(String[] devices) {
            System.out.println(gradient(devices[0]));
            for (String missing : List.of(devices).subList(1, devices.length)) {
                System.out.println(refusal(missing));
            }
        }

        private static String gradient(String device) {
            try (Engine engine = Engine.on(device); Step step = engine.trainingStep()) {
                Tensor x = step.variable("x", new Shape(4), new double[] {2, 4, 6, 8});
                x.square().mean().backward();
                return Arrays.toString(step.gradient(x).toDoubles());
            }
        }

        private static String refusal(String device) {
            try (Engine engine = Engine.on(device)) {
                return engine.deviceName() + " was opened";
            } catch (IllegalStateException refused) {
                return refused.getMessage();
            }
        }
    }

    @Test
    void trainsOnTheCpuWithoutCudaAndSaysWhichArtifactBringsIt() throws Exception {
        List<String> options = List.of("@../jvm.options");
        assertEquals(List.of("[1.0, 2.0, 3.0, 4.0]",
                "device cuda:0: its module is not on the class path; add the artifact"
                        + " io.github.gyrus-engine:gyrus-kernels-cuda"),
                run(options, List.of(CUDA, JCUDA), "cpu:1", "cuda:0"));
    }

    /** Neither the Vector API nor native access is asked for. */
    @Test
    void trainsOnTheReferenceWithTheApiAlone() throws Exception {
        assertEquals(List.of("[1.0, 2.0, 3.0, 4.0]",
                "device cpu: its module is not on the class path; add the artifact io.github.gyrus-engine:gyrus-kernels-cpu",
                "device cuda:1:bf16: its module is not on the class path; add the artifact"
                        + " io.github.gyrus-engine:gyrus-kernels-cuda"),
                run(List.of(), List.of(CPU, CUDA, JCUDA), "reference", "cpu", "cuda:1:bf16"));
    }

    @Test
    void withoutTheVectorApiTheCpuNamesTheMissingOption() throws Exception {
        assertEquals(List.of("[1.0, 2.0, 3.0, 4.0]", "device cpu: the JDK's Vector API is not loaded; start Java with"
                + " --add-modules=jdk.incubator.vector, or with all options that the kernels need: java @jvm.options"),
                run(List.of(), List.of(CUDA, JCUDA), "reference", "cpu"));
    }

    /** Runs the program in a process whose class path lacks what holds the folders; returns the lines it prints. */
    private static List<String> run(List<String> options, List<String> without, String... devices) throws Exception {
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> without.stream().noneMatch(folder -> holds(Path.of(entry), folder)))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp", classPath, Program.class.getName()));
        command.addAll(List.of(devices));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines()
                .filter(line -> !line.contains("Using incubator modules")).toList();
        process.waitFor();
        return lines;
    }

    private static boolean holds(Path entry, String folder) {
        if (!Files.isRegularFile(entry)) {
            return Files.isDirectory(entry.resolve(folder));
        }
        try (JarFile jar = new JarFile(entry.toFile())) {
            return jar.stream().anyMatch(file -> file.getName().startsWith(folder));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
