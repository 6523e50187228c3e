package gyrus.kernels.cpu.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gyrus.kernels.cpu.Simd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No variant for the CPU touches memory next to its operands, which begin or end at pages that end the process when they are
 * touched. That process is a child of the test's.
 */
final class UntouchableMemoryTest {

    private static final int RANDOM_PROBLEMS = 10; // for each op
    private static final long SEED = 1;

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(ints = {64, 128, 256, 512})
    void everyVariantStaysWithinItsOperandsWithVectorsOf(int bits) throws IOException, InterruptedException {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "the test maps pages as Linux does");
        assumeTrue(bits <= Simd.bits(), "this machine's vectors are narrower");
        Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@../../jvm.options", "-Xmx512m",
                "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=/dev/null", "-Dgyrus.vector.bits=" + bits,
                "-cp", System.getProperty("java.class.path"),
                GuardedLaunches.class.getName(), String.valueOf(RANDOM_PROBLEMS), String.valueOf(SEED))
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        child.getOutputStream().close();
        List<String> lines = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines()
                .takeWhile(line -> !line.startsWith("#")).toList(); // the virtual machine's own report of its end
        child.waitFor();
        assertEquals(GuardedLaunches.DONE, lines.getLast(), "the launch at fault");
    }
}
