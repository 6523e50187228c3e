package gyrus.app.imaging.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.failure.UserError;
import gyrus.app.imaging.slices.Slicing;
import gyrus.app.imaging.slices.View;
import gyrus.app.imaging.volume.Affine;
import gyrus.app.imaging.volume.Volume;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
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

    private static BufferedImage coloured(int... colours) {
        BufferedImage image = new BufferedImage(colours.length, 1, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < colours.length; i++) {
            image.setRGB(i, 0, colours[i]);
        }
        return image;
    }

    @Test
    void aMaskOfBlackAndOneColourIsRead() throws IOException {
        Path file = written(coloured(0xFF000000, 0xFFFF0000, 0x00FFFFFF, 0xFFFF0000));
        assertArrayEquals(new float[] {0, 1, 0, 1}, PngFile.readMask(file, Foreground.BINARY).voxels());
    }

    /** Two colours differ even where their luminance is one. */
    @Test
    void aMaskOfSeveralColoursIsRefusedNamingThem() throws IOException {
        Path file = written(coloured(0xFFFF0000, 0xFF000000, 0xFFFF0000, 0xFF123456));
        String refusal = assertThrows(UserError.class, () -> PngFile.readMask(file, Foreground.BINARY)).getMessage();
        assertEquals(file + ": a mask is black and one other colour; this picture has red (#ff0000), black (#000000), #123456;"
                + " --mask-threshold 0 takes all but black; to take one colour alone, save it as white and all others as black",
                refusal);
        assertArrayEquals(new float[] {1, 0, 1, 1}, PngFile.readMask(file, Foreground.parse("above 0")).voxels());
        Path alike = written(coloured(0xFF000000, 0xFFFF0000, 0xFF025BC3)); // 299 x 2 + 587 x 91 + 114 x 195 = 299 x 255
        assertThrows(UserError.class, () -> PngFile.readMask(alike, Foreground.BINARY));
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

    private static String refusal(Path file) {
        return assertThrows(UserError.class, () -> PngFile.read(file)).getMessage();
    }

    @Test
    void aFileThatIsNoPictureIsRefusedByName() throws IOException {
        Path text = Files.writeString(folder.resolve("text.png"), "a letter");
        assertTrue(refusal(text).contains("text.png: not a PNG picture"));
        assertTrue(refusal(Files.createFile(folder.resolve("empty.png"))).contains("the file is empty"));
        assertTrue(refusal(Files.createDirectory(folder.resolve("folder.png"))).contains("is a folder"));
        assertThrows(NoSuchFileException.class, () -> PngFile.read(folder.resolve("absent.png")));
    }

    @Test
    void aPictureOfAnotherFormatUnderThisNameIsRefused() throws IOException {
        BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
        for (String format : List.of("jpeg", "gif", "bmp", "tiff")) {
            Path file = folder.resolve(format + ".png");
            assertTrue(ImageIO.write(image, format, file.toFile()));
            assertTrue(refusal(file).matches("(?i).*not a PNG picture: it holds a " + format + " picture.*"), refusal(file));
        }
    }

    /** Cut at any byte or changed in any bit, a picture is refused, not read in part. */
    @Test
    void aDamagedPictureIsRefused() throws IOException {
        BufferedImage image = new BufferedImage(9, 5, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(4, 3, 0, 99);
        Path file = written(image);
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < whole.length; i++) {
            Files.write(file, Arrays.copyOf(whole, i));
            assertTrue(refusal(file).contains("picture.png"));
            byte[] changed = whole.clone();
            changed[i] ^= 4;
            Files.write(file, changed);
            assertTrue(refusal(file).contains("picture.png"));
        }
    }

    @Test
    void aPictureTooLargeForTheMemoryIsRefused() throws IOException {
        assertTrue(refusal(raw(0x7FFF_FFFF, 0x7FFF_FFFF, 8, 0, new byte[0])).contains("a picture of 2147483647 x 2147483647"));
        assertTrue(refusal(raw(-1, 1, 8, 0, new byte[0])).contains("a picture of 4294967295 x 1"));
        assertTrue(refusal(raw(2, 2, 8, 0, new byte[] {0, 1})).contains("cannot be decoded"));
    }

    /** Writes a PNG from its bytes: rows of a filter byte and pixels. */
    private Path raw(int width, int height, int depth, int colours, byte[] rows, byte[]... chunks) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
        file.write(chunk("IHDR", ByteBuffer.allocate(13)
                .putInt(width).putInt(height).put((byte) depth).put((byte) colours).array()));
        for (byte[] chunk : chunks) {
            file.write(chunk);
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
            deflater.write(rows);
        }
        file.write(chunk("IDAT", packed.toByteArray()));
        file.write(chunk("IEND", new byte[0]));
        return Files.write(folder.resolve("raw.png"), file.toByteArray());
    }

    private static byte[] chunk(String type, byte[] data) {
        byte[] body = ByteBuffer.allocate(4 + data.length).put(type.getBytes(StandardCharsets.US_ASCII)).put(data).array();
        CRC32 checksum = new CRC32();
        checksum.update(body);
        return ByteBuffer.allocate(8 + body.length).putInt(data.length).put(body).putInt((int) checksum.getValue()).array();
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    @Test
    void transparentPixelsAreBlack() throws IOException {
        float[] expected = {0, 255};
        assertArrayEquals(expected, PngFile.read(raw(2, 1, 8, 4, bytes(0, 255, 0, 255, 255))).voxels(), "grey and alpha");
        assertArrayEquals(new float[] {0, 65535}, PngFile.read(raw(2, 1, 16, 4,
                bytes(0, 255, 255, 0, 0, 255, 255, 255, 255))).voxels(), "grey and alpha of 16 bits");
        assertArrayEquals(expected, PngFile.read(raw(2, 1, 8, 6,
                bytes(0, 255, 255, 255, 0, 255, 255, 255, 255))).voxels(), 1e-3f, "colours and alpha");
        assertArrayEquals(expected, PngFile.read(raw(2, 1, 8, 3, bytes(0, 0, 1),
                chunk("PLTE", bytes(255, 255, 255, 255, 255, 255)), chunk("tRNS", bytes(0)))).voxels(), 1e-3f, "a palette");
        assertArrayEquals(new float[] {0, 7}, PngFile.read(raw(2, 1, 8, 0, bytes(0, 255, 7),
                chunk("tRNS", bytes(0, 255)))).voxels(), "a transparent grey");
        assertArrayEquals(new float[] {0, 76.245f}, PngFile.read(raw(2, 1, 8, 2, bytes(0, 255, 255, 255, 255, 0, 0),
                chunk("tRNS", bytes(0, 255, 0, 255, 0, 255)))).voxels(), 1e-3f, "a transparent colour");
        assertArrayEquals(new float[] {100}, PngFile.read(raw(1, 1, 8, 4, bytes(0, 200, 127))).voxels(), 0.5f, "half of it");
    }

    @Test
    void fewBitsSpanTheRangeFromBlackToWhite() throws IOException {
        assertArrayEquals(new float[] {255, 0, 0, 255}, PngFile.read(raw(4, 1, 1, 0, bytes(0, 0x90))).voxels(), 1e-3f);
        assertArrayEquals(new float[] {0, 85, 170, 255}, PngFile.read(raw(4, 1, 2, 0, bytes(0, 0x1B))).voxels(), 1e-3f);
        assertArrayEquals(new float[] {17, 255}, PngFile.read(raw(2, 1, 4, 0, bytes(0, 0x1F))).voxels(), 1e-3f);
        assertArrayEquals(new float[] {258}, PngFile.read(raw(1, 1, 16, 0, bytes(0, 1, 2))).voxels());
    }
}
