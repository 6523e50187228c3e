package gyrus.app.imaging.slices;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class EveryNthTest {

    @Test
    void theRowBeginsWithTheFirstSlice() {
        assertArrayEquals(new int[] {0, 3, 6}, EveryNth.of(7, 3, i -> i == 3));
        assertArrayEquals(new int[] {0, 3, 6}, EveryNth.of(7, 3, i -> false));
        assertArrayEquals(new int[] {0}, EveryNth.of(1, 99, i -> true));
        assertArrayEquals(new int[0], EveryNth.of(0, 2, i -> true));
    }

    @Test
    void aRowWithoutForegroundBeginsAtTheSliceThatHoldsTheMost() {
        assertArrayEquals(new int[] {2, 6}, EveryNth.of(8, 4, i -> i == 1 || i == 2 || i == 6));
        assertArrayEquals(new int[] {5}, EveryNth.of(8, 99, i -> i == 5 || i == 6));
    }
}
