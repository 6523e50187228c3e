package gyrus.model.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ImagesTest {

    /** Images of 2 x 3 pixels: image i holds 10 i, 10 i + 1, ... */
    private static Images images(int count) {
        Images.Store store = new Images.Store(Arena.ofAuto(), 2, 3);
        IntStream.range(0, count).forEach(i -> store.add(image(i)));
        return store.images();
    }

    private static float[] image(int i) {
        return new float[] {10 * i, 10 * i + 1, 10 * i + 2, 10 * i + 3, 10 * i + 4, 10 * i + 5};
    }

    @Test
    void imagesAreChosenAndJoinedInTheirOrder() {
        Images images = images(5);
        BitSet chosen = new BitSet();
        chosen.set(1);
        chosen.set(4);
        Images two = images.only(chosen);
        assertEquals(2, two.count());
        assertArrayEquals(image(1), two.get(0));
        assertArrayEquals(image(4), two.get(1));
        Images seven = two.and(images);
        assertEquals(7, seven.count());
        assertArrayEquals(image(4), seven.get(1));
        assertArrayEquals(image(0), seven.get(2));
        assertEquals(2, seven.height());
        assertEquals(3, seven.width());
    }

    @Test
    void aBatchHoldsTheChosenImagesOneAfterTheOther() {
        assertArrayEquals(new float[] {30, 31, 32, 33, 34, 35, 0, 1, 2, 3, 4, 5}, images(4).get(new int[] {3, 0}));
    }

    @Test
    void everyPixelCanExceedAValue() {
        Images images = images(2);
        assertTrue(images.exceeds(0, 4.5f), "the last pixel");
        assertFalse(images.exceeds(0, 5));
        assertTrue(images.exceeds(1, 14.5f));
        Images.Store store = new Images.Store(Arena.ofAuto(), 2, 3);
        store.add(new float[] {1, 0, 0, 0, 0, 0});
        assertTrue(store.images().exceeds(0, 0.5f), "the first pixel");
    }

    @Test
    void imagesOfAnotherSizeAreRefusedNamingBoth() {
        Images.Store store = new Images.Store(Arena.ofAuto(), 2, 3);
        store.add(new float[5]);
        assertEquals("images of 2 x 3 pixels take 24 bytes, got 20",
                assertThrows(IllegalArgumentException.class, store::images).getMessage());
    }

    @Test
    void everyInputHasATarget() {
        Images two = images(2);
        assertEquals("samples: 2 inputs and 3 targets", assertThrows(IllegalArgumentException.class,
                () -> new Samples(two, images(3), Samples.Kind.MASKS)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Samples(images(0), images(0), Samples.Kind.MASKS));
        assertEquals(2, new Samples(two, two, Samples.Kind.IMAGES).count());
    }
}
