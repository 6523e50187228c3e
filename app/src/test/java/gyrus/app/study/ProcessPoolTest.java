package gyrus.app.study;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessPoolTest {

    @TempDir
    private Path folder;

    private String reason(String output) throws IOException {
        return ProcessPool.reason(Files.writeString(folder.resolve("output.txt"), output), 137);
    }

    @Test
    void theReasonOfAFailureIsTheErrorAndNeverALineOfProgress() throws IOException {
        String none = "ended with exit code 137 and no error; it printed what is in " + folder.resolve("output.txt");
        assertEquals(none, reason(""));
        assertEquals(none, reason("without sub-01: Epoch 3/9 loss 0.5\n"));
        assertEquals("out of memory", reason("WARNING: Java\ngyrus: out of memory\nwithout sub-01: Epoch 3/9 loss 0.5\n"));
        assertEquals("the second", reason("gyrus: the first\ngyrus: the second\n"));
    }
}
