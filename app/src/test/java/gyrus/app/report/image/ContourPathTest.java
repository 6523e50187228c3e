package gyrus.app.report.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gyrus.app.report.image.ContourPath.Corner;
import java.awt.geom.Path2D;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ContourPathTest {

    /** A mask from rows of text, # inside. */
    private static Picture mask(String... rows) {
        String pixels = String.join("", rows);
        float[] grey = new float[pixels.length()];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = pixels.charAt(i) == '#' ? 1 : 0;
        }
        return new Picture(rows[0].length(), rows.length, grey);
    }

    /** Twice the signed area by the shoelace formula: positive clockwise on the screen. */
    private static long twiceArea(List<Corner> loop) {
        long sum = 0;
        for (int i = 0; i < loop.size(); i++) {
            Corner a = loop.get(i);
            Corner b = loop.get((i + 1) % loop.size());
            sum += (long) a.x() * b.y() - (long) b.x() * a.y();
        }
        return sum;
    }

    @Test
    void onePixelIsASquare() {
        assertEquals("M2 1V2H1V1Z", ContourPath.of(mask("...", ".#.", "...")).data());
    }

    @Test
    void aMaskThatFillsThePictureIsItsFrame() {
        ContourPath contour = ContourPath.of(mask("##", "##"));
        assertEquals(1, contour.loops().size());
        assertEquals(8, twiceArea(contour.loops().getFirst()));
    }

    @Test
    void aHoleIsALoopOfItsOwnTheOtherWayRound() {
        ContourPath contour = ContourPath.of(mask("###", "#.#", "###"));
        assertEquals(List.of(18L, -2L), contour.loops().stream().map(ContourPathTest::twiceArea).toList());
    }

    @Test
    void pixelsThatTouchAtACornerAreSeparateParts() {
        assertEquals(2, ContourPath.of(mask("#.", ".#")).loops().size());
        assertEquals(2, ContourPath.of(mask(".#", "#.")).loops().size());
    }

    @Test
    void anEmptyMaskHasNoContour() {
        assertEquals("", ContourPath.of(mask("..", "..")).data());
    }

    @Test
    void theLoopsEncloseExactlyThePixelsOfTheMask() {
        Random random = new Random(11);
        for (int trial = 0; trial < 200; trial++) {
            int width = random.nextInt(1, 20);
            int height = random.nextInt(1, 20);
            float[] grey = new float[width * height];
            for (int i = 0; i < grey.length; i++) {
                grey[i] = random.nextFloat();
            }
            Picture mask = new Picture(width, height, grey);
            ContourPath contour = ContourPath.of(mask);

            Path2D filled = new Path2D.Double(Path2D.WIND_EVEN_ODD);
            for (List<Corner> loop : contour.loops()) {
                filled.moveTo(loop.getFirst().x(), loop.getFirst().y());
                loop.subList(1, loop.size()).forEach(corner -> filled.lineTo(corner.x(), corner.y()));
                filled.closePath();
            }
            long pixels = 0;
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    assertEquals(mask.covers(x, y), filled.contains(x + 0.5, y + 0.5),
                            "pixel " + x + ", " + y + " of trial " + trial);
                    pixels += mask.covers(x, y) ? 1 : 0;
                }
            }
            assertEquals(2 * pixels, contour.loops().stream().mapToLong(ContourPathTest::twiceArea).sum());
        }
    }
}
