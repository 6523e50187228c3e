package gyrus.app.report.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Encodes pictures as PNG. A grey value v becomes the byte {@code round(255 v)} after clipping to [0, 1]; NaN becomes black. */
public final class PngImage {

    private PngImage() {}

    /** Returns a picture as the bytes of a PNG file. */
    public static byte[] encode(Picture picture) {
        BufferedImage image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_BYTE_GRAY);
        byte[] samples = new byte[picture.grey().length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) Math.round(255 * Math.clamp(picture.grey()[i], 0f, 1f));
        }
        image.getRaster().setDataElements(0, 0, picture.width(), picture.height(), samples);
        return encode(image);
    }

    private static byte[] encode(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // In memory: ImageIO would otherwise put a cache file on disk.
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Returns a picture as a data address, which contains the whole image, so that the page needs no other file. */
    public static String dataAddress(Picture picture) {
        return dataAddress(encode(picture));
    }

    /** Returns a picture in colour as a data address. */
    public static String dataAddress(BufferedImage image) {
        return dataAddress(encode(image));
    }

    private static String dataAddress(byte[] png) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
    }
}
