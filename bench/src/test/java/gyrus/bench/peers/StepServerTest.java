package gyrus.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Our side of the comparison with peers, request by request. */
final class StepServerTest {

    private final StepServer server = new StepServer("cpu:1", false);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void runsAsManyStepsAsAreAskedFor() throws IOException {
        assertEquals(3, times("train 1 16 1 3").length);
        assertEquals(2, times("infer 1 16 2 2").length);
    }

    @Test
    void namesTheNetworksConvolutionsAndRunsEachWithItsGradients() throws IOException {
        String[] shapes = server.answer("shapes 2 16 1").split(" ");

        assertEquals(18, shapes.length, "two in each of nine blocks");
        assertEquals("1,16,16,1,2", shapes[0]);
        for (String op : new String[] {"forward", "input", "weight"}) {
            assertEquals(2, times("conv " + op + " 2 16 1 " + shapes[1] + " 2").length);
        }
    }

    @Test
    void warmsWhatItIsAskedToAndSaysHowLongTheLastRunTook() throws IOException {
        assertEquals(1, times("warm 0.01 train 1 16 1").length);
        assertEquals(1, times("warm 0.01 conv gradients 2 16 1 1,16,16,3,2").length);
    }

    @Test
    void unknownRequestsAreUnavailable() throws IOException {
        assertTrue(server.answer("dance 3").startsWith("unavailable"));
        assertTrue(server.answer("conv input 1 16 1 1,99,99,1,1 2").startsWith("unavailable"));
    }

    @Test
    void aboutAndMemoryAreOneLineEach() throws IOException {
        assertTrue(server.answer("about").startsWith("Gyrus, Java 25"));
        assertTrue(Integer.parseInt(server.answer("memory")) > 10);
    }

    private double[] times(String request) throws IOException {
        return Stream.of(server.answer(request).split(" ")).mapToDouble(Double::parseDouble).toArray();
    }
}
