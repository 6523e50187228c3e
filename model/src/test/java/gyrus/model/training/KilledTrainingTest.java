package gyrus.model.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, killed by SIGKILL: while they start, compute, log and save. */
@Tag("slow")
class KilledTrainingTest {

    private static final int KILLS = 25;
    private static final int MOST_EPOCHS = 4; // that a process is let finish
    private static final int EPOCHS = KILLS * (MOST_EPOCHS + 2);
    private static final long START = 600_000_000; // ns, about what Java and the first epoch take
    private static final long EPOCH = 40_000_000; // ns, about what an epoch takes
    private static final int KILLED = 128 + 9;

    @TempDir
    private Path folder;

    @Test
    void killsAtRandomMomentsChangeNothing() throws Exception {
        Path whole = folder.resolve("whole");
        SmallTraining.run(whole, EPOCHS, () -> false);
        Path killed = folder.resolve("killed");
        Random random = new Random(25);
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = start(killed);
            try (BufferedReader lines = process.errorReader()) {
                int epochs = random.nextInt(MOST_EPOCHS + 1);
                for (int seen = 0; seen < epochs;) {
                    String line = lines.readLine();
                    assertNotNull(line, "the training ended by itself before kill " + kill);
                    seen += line.startsWith("small: Epoch ") ? 1 : 0;
                }
                long most = epochs == 0 ? START : EPOCH;
                LockSupport.parkNanos((long) (random.nextDouble() * most));
                process.destroyForcibly();
                assertEquals(KILLED, process.waitFor(), "kill " + kill);
            }
        }
        SmallTraining.run(killed, EPOCHS, () -> false);
        LeftBehind.assertSame(whole, killed, KILLS + " kills");
    }

    private static Process start(Path folder) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(List.of(java, "@../jvm.options", "-XX:+UseSerialGC", "-cp", classPath,
                SmallTraining.class.getName(), folder.toString(), Integer.toString(EPOCHS)))
                .redirectOutput(new File("/dev/null"))
                .start();
    }
}
