package gyrus.app.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.UserError;
import gyrus.app.slices.Slicing;
import gyrus.app.slices.View;
import gyrus.app.volume.Affine;
import gyrus.app.volume.Volume;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PngFileTest {

    @TempDir
    private Path folder;

    private Path written(BufferedImage image) throws IOException {
        Path file = folder.resolve("picture.png");
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    @Test
    void greyPicturesKeepTheirValues() throws IOException {
        for (int type : new int[] {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY}) {
            BufferedImage image = new BufferedImage(3, 2, type);
            int largest = type == BufferedImage.TYPE_BYTE_GRAY ? 255 : 65535;
            image.getRaster().setSample(2, 0, 0, largest);
            image.getRaster().setSample(0, 1, 0, 7);
            Volume volume = PngFile.read(written(image));
            assertEquals("3 x 2 x 1", volume.grid());
            assertArrayEquals(new float[] {0, 0, largest, 7, 0, 0}, volume.voxels());
        }
    }

    @Test
    void theAxialViewShowsThePictureAsItIs() throws IOException {
        BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 6; i++) {
            image.getRaster().setSample(i % 3, i / 3, 0, 10 + i);
        }
        Volume volume = PngFile.read(written(image));
        assertArrayEquals(volume.voxels(), Slicing.of(volume, View.AXIAL).cut(volume).getFirst().pixels());
        assertArrayEquals(new float[] {10, 11, 12, 13, 14, 15}, volume.voxels());
    }

    @Test
    void colouredPicturesBecomeTheirLuminance() throws IOException {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, 0xFF0000);
        image.setRGB(1, 0, 0xFFFFFF);
        assertArrayEquals(new float[] {76.245f, 255}, PngFile.read(written(image)).voxels(), 1e-3f);
    }

    @Test
    void aSliceIsWrittenRoundedAndClippedWithAsManyBitsAsItsWhiteTakes() throws IOException {
        for (int white : new int[] {255, 65535}) {
            Affine affine = Affine.scaling(new double[] {1, 1, 1}, new double[3]);
            Volume slice = new Volume(2, 2, 1, new float[] {0.5f, white + 100, -3, 99.4f}, affine);
            Path file = folder.resolve(white + ".png");
            PngFile.write(file, slice, white);
            assertArrayEquals(new float[] {1, white, 0, 99}, PngFile.read(file).voxels());
            assertEquals(white, PngFile.white(file));
        }
        assertEquals(255, PngFile.white(written(new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB))));
        assertEquals(255, PngFile.white(written(new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY))));
    }

    @Test
    void whatIsNoPictureIsRefusedByName() throws IOException {
        Path text = Files.writeString(folder.resolve("text.png"), "a letter");
        assertTrue(assertThrows(UserError.class, () -> PngFile.read(text)).getMessage().contains("text.png: not a PNG picture"));
        Path cut = folder.resolve("cut.png");
        byte[] whole = Files.readAllBytes(written(new BufferedImage(40, 40, BufferedImage.TYPE_BYTE_GRAY)));
        Files.write(cut, Arrays.copyOf(whole, 40));
        assertTrue(assertThrows(UserError.class, () -> PngFile.read(cut)).getMessage().contains("cut.png"));
    }
}
