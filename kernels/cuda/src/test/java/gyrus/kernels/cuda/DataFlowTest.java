package gyrus.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gyrus.kernels.Extent;
import gyrus.kernels.cuda.DataFlow.Access;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ops wait for those whose memory they share, and for no others. */
final class DataFlowTest {

    private static final Extent LINE = Extent.vector(100);

    private final DataFlow flow = new DataFlow();

    private static Access reads(long first, Extent extent) {
        return new Access(first, extent, false);
    }

    private static Access writes(long first, Extent extent) {
        return new Access(first, extent, true);
    }

    @Test
    void aReaderWaitsForTheWriterAndAWriterForAllReaders() {
        assertEquals(List.of(), flow.add(List.of(writes(0, LINE))));
        assertEquals(List.of(0), flow.add(List.of(reads(99, LINE), writes(500, LINE))));
        assertEquals(List.of(0), flow.add(List.of(reads(0, LINE), writes(700, LINE))));
        assertEquals(List.of(2, 1), flow.add(List.of(writes(50, LINE))));
        assertEquals(List.of(), flow.add(List.of(reads(300, LINE))));
    }

    @Test
    void neighboursInMemoryDoNotMeet() {
        flow.add(List.of(writes(100, LINE)));
        assertEquals(List.of(), flow.add(List.of(writes(0, LINE), writes(200, LINE))));
    }

    /** Channels of one buffer of 10 channels: 0 to 3, 4 to 6, 6 to 8. */
    @Test
    void windowsSideBySideDoNotMeetThoughTheirRowsInterlace() {
        flow.add(List.of(writes(1000, new Extent(50, 4, 10))));
        assertEquals(List.of(), flow.add(List.of(writes(1004, new Extent(50, 3, 10)))));
        assertEquals(List.of(1), flow.add(List.of(reads(1006, new Extent(50, 3, 10)))));
        assertEquals(List.of(2, 0), flow.add(List.of(writes(1000, new Extent(50, 10, 10)))));
    }

    /** A window that begins on another line, and one that runs over the end of a line. */
    @Test
    void windowsAreComparedByTheirColumns() {
        flow.add(List.of(writes(1008, new Extent(50, 4, 10))));
        assertEquals(List.of(), flow.add(List.of(writes(1022, new Extent(50, 6, 10)))));
        assertEquals(List.of(0), flow.add(List.of(reads(1021, new Extent(40, 1, 10)))));
    }

    @Test
    void windowsOfOtherPitchesMeetWhereTheirSpansDo() {
        flow.add(List.of(writes(1000, new Extent(50, 4, 10))));
        assertEquals(List.of(0), flow.add(List.of(reads(1204, new Extent(2, 3, 12)))));
    }
}
