package gyrus.app.imaging.slices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.failure.UserError;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class HeldBackTest {

    @Test
    void slicesHeldBackAreSpreadEvenly() {
        assertEquals("{4, 12}", HeldBack.spread(16, 0.1, i -> true).toString());
        assertEquals("{5, 15, 25}", HeldBack.spread(30, 0.1, i -> true).toString());
        assertEquals("{1}", HeldBack.spread(2, 0.01, i -> true).toString(), "at least one");
        assertEquals("{0, 2, 3}", HeldBack.spread(4, 0.75, i -> true).toString());
    }

    @Test
    void slicesWithForegroundTakeThePlaceOfThoseWithout() {
        assertEquals("{4, 12}", HeldBack.spread(16, 0.1, i -> i == 12).toString(), "one of them has it");
        assertEquals("{6, 9}", HeldBack.spread(16, 0.1, i -> i >= 6 && i < 10).toString(), "the nearest ones");
        assertEquals("{6, 12}", HeldBack.spread(16, 0.1, i -> i >= 6 && i < 8).toString(), "none in the second half");
    }

    @Test
    void oneSliceWithForegroundIsLeftToTrainOn() {
        assertEquals("{6, 12}", HeldBack.spread(16, 0.1, i -> i == 6 || i == 9).toString());
        assertEquals("{4, 12}", HeldBack.spread(16, 0.1, i -> i == 6).toString(), "else nothing could be learned");
    }

    @Test
    void inThePaperTheyAreTheLast() {
        assertEquals("{14, 15}", HeldBack.last(16, 0.1).toString());
        assertEquals("{1}", HeldBack.last(2, 0.01).toString());
    }

    @Test
    void everyShareHoldsBackItsPartAndLeavesTheRest() {
        for (int count = 2; count <= 64; count++) {
            for (double share : new double[] {1e-9, 0.1, 0.3, 0.49}) {
                BitSet held = HeldBack.spread(count, share, i -> true);
                assertEquals(Math.max(1, Math.round(count * share)), held.cardinality(), count + " slices, " + share);
                assertTrue(held.length() <= count);
                assertEquals(held.cardinality(), HeldBack.last(count, share).cardinality());
            }
        }
    }

    @Test
    void aShareThatLeavesNothingToTrainOnIsRefused() {
        assertTrue(assertThrows(UserError.class, () -> HeldBack.spread(1, 0.1, i -> true)).getMessage()
                .startsWith("validationShare = 0.1 holds back 1 of 1 slice and leaves none to train on"));
        assertTrue(assertThrows(UserError.class, () -> HeldBack.last(8, 0.99)).getMessage()
                .startsWith("validationShare = 0.99 holds back 8 of 8 slices and leaves none to train on"));
    }
}
