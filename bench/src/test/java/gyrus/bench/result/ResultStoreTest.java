package gyrus.bench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.kernels.device.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results of one machine, a file each, none of which is overwritten. */
final class ResultStoreTest {

    @TempDir
    private Path folder;

    @Test
    void eachResultHasAFileOfItsOwn() throws IOException {
        ResultStore store = new ResultStore(folder.resolve("results"));
        assertEquals(List.of(), store.files());

        Path first = store.keep(LabResultTest.sample());
        Path second = store.keep(LabResultTest.sample());

        assertEquals(folder.resolve("results/2026-01-02-03-04-0123abc.json"), first);
        assertEquals(folder.resolve("results/2026-01-02-03-04-0123abc-2.json"), second);
        assertEquals(List.of(second, first), store.files());
        assertEquals(LabResultTest.sample(), LabResult.read(first));
    }

    @Test
    void machinesAndNumbersOfThreadsHaveFoldersOfTheirOwn() {
        Path one = ResultStore.of(new Machine("Test / 9000", 1, 256)).folder();
        Path two = ResultStore.of(new Machine("Test / 9000", 2, 256)).folder();

        assertEquals("Test-9000-1-thread-256-bit-vectors", one.getFileName().toString());
        assertEquals("Test-9000-2-threads-256-bit-vectors", two.getFileName().toString());
        assertTrue(one.getParent().endsWith("gyrus/results"), one.toString());
    }
}
