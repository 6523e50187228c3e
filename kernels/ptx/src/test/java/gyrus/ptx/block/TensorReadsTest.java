package gyrus.ptx.block;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.ptx.fault.AccessFault;
import java.util.List;
import org.junit.jupiter.api.Test;

/** TMA may overwrite a tile once its readers have arrived at a barrier and the thread that copies has waited for that. */
final class TensorReadsTest {

    private static final int READER = 3;
    private static final int COPIER = 7;

    private final TensorReads reads = new TensorReads(8);

    @Test
    void unreadWordsMayBeOverwritten() {
        reads.read(READER, 100);

        assertDoesNotThrow(() -> reads.requireOver(COPIER, 101, 200));
    }

    @Test
    void aReaderThatDidNotArriveIsNamed() {
        reads.read(READER, 100);

        String message = assertThrows(AccessFault.class, () -> reads.requireOver(COPIER, 90, 110)).getMessage();
        assertTrue(message.contains("byte 400") && message.contains("thread number 3 has read"), message);
    }

    @Test
    void anArrivalThatWasNotWaitedForDoesNotCount() {
        reads.read(READER, 100);
        reads.arrive(READER);

        assertThrows(AccessFault.class, () -> reads.requireOver(COPIER, 90, 110));
    }

    @Test
    void anArrivalThatWasWaitedForDoes() {
        reads.read(READER, 100);
        reads.learn(COPIER, List.of(reads.arrive(READER)));

        assertDoesNotThrow(() -> reads.requireOver(COPIER, 90, 110));
    }

    @Test
    void anArrivalBeforeTheReadDoesNotCount() {
        TensorReads.Arrival before = reads.arrive(READER);
        reads.read(READER, 100);
        reads.learn(COPIER, List.of(before));

        assertThrows(AccessFault.class, () -> reads.requireOver(COPIER, 90, 110));
    }

    @Test
    void aWaitOfAnotherThreadDoesNotCount() {
        reads.read(READER, 100);
        reads.learn(COPIER - 1, List.of(reads.arrive(READER)));

        assertThrows(AccessFault.class, () -> reads.requireOver(COPIER, 90, 110));
    }
}
