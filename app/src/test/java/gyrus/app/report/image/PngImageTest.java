package gyrus.app.report.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PngImageTest {

    private static BufferedImage decoded(Picture picture) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(PngImage.encode(picture)));
    }

    @Test
    void all256GreysComeBackInTheirPlaces() throws IOException {
        float[] grey = new float[256];
        for (int i = 0; i < 256; i++) {
            grey[i] = i / 255f;
        }
        BufferedImage image = decoded(new Picture(32, 8, grey));
        assertEquals(32, image.getWidth());
        assertEquals(8, image.getHeight());
        assertEquals(1, image.getRaster().getNumBands());
        for (int i = 0; i < 256; i++) {
            assertEquals(i, image.getRaster().getSample(i % 32, i / 32, 0));
        }
    }

    @Test
    void valuesOutsideAreClippedAndNaNIsBlack() throws IOException {
        BufferedImage image = decoded(new Picture(4, 1, new float[] {-3, 2, Float.NaN, Float.POSITIVE_INFINITY}));
        assertEquals(0, image.getRaster().getSample(0, 0, 0));
        assertEquals(255, image.getRaster().getSample(1, 0, 0));
        assertEquals(0, image.getRaster().getSample(2, 0, 0));
        assertEquals(255, image.getRaster().getSample(3, 0, 0));
    }

    @Test
    void aPictureWithoutPixelsOrWithTooFewValuesIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Picture(0, 4, new float[0]));
        assertThrows(IllegalArgumentException.class, () -> new Picture(2, 2, new float[3]));
    }
}
