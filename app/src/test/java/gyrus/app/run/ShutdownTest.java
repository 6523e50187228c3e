package gyrus.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ShutdownTest {

    /** Awaits the end when it has begun, as a network does whose training begins while another's is being stopped. */
    static final class Late {

        public static void main(String[] arguments) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try (Shutdown shutdown = Shutdown.awaited(() -> System.out.print("told, "))) {
                    System.out.print(shutdown.requested() ? "requested" : "not requested");
                }
            }));
        }
    }

    @Test
    void aWaiterKnowsAnEndThatIsUnderWay() throws IOException, InterruptedException {
        Process late = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Late.class.getName()).redirectErrorStream(true).start();
        assertEquals("told, requested", new String(late.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(0, late.waitFor());
    }
}
