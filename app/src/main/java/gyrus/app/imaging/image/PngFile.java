package gyrus.app.imaging.image;

import gyrus.app.failure.UserError;
import gyrus.app.imaging.volume.Affine;
import gyrus.app.imaging.volume.Volume;
import gyrus.model.file.AtomicFile;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A PNG picture as a volume of one axial slice with pixels of 1 mm: columns to the right, the first row in front. */
public final class PngFile {

    private static final String ENDING = ".png";
    private static final int WHITE = 255; // of 8 bits
    private static final int DEEP_WHITE = 65535; // of 16

    private PngFile() {}

    /** Returns whether a file's name ends in {@code .png}. */
    public static boolean isPng(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(ENDING);
    }

    /**
     * Reads the grey values, 8 or 16 bits as they are; of a coloured picture the luminance (Rec. 601). What is transparent is
     * black, what is partly so is darker by its share.
     */
    public static Volume read(Path file) throws IOException {
        return volume(decoded(file));
    }

    /**
     * Reads a mask, 0 and 1.
     *
     * @throws UserError if the rule does not fit the pixels, or takes the picture for black and one other colour and it has more
     */
    public static Volume readMask(Path file, Foreground rule) throws IOException {
        BufferedImage image = decoded(file);
        if (rule.equals(Foreground.BINARY) && !isGrey(image)) {
            Colours.requireTwo(file, image);
        }
        Volume mask = volume(image);
        rule.apply(file, mask);
        return mask;
    }

    private static Volume volume(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        boolean grey = isGrey(image);
        float[] voxels = new float[width * height];
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                voxels[column + width * row] = grey ? grey(image, column, row) : luminance(image.getRGB(column, row));
            }
        }
        Affine affine = new Affine(new double[][] {{1, 0, 0, 0}, {0, -1, 0, height - 1}, {0, 0, 1, 0}});
        return new Volume(width, height, 1, voxels, affine);
    }

    /** Returns the whitest value that the pixels of a picture can have, as {@link #read} gives them. */
    public static int white(Path file) throws IOException {
        BufferedImage image = decoded(file);
        return isGrey(image) && image.getRaster().getSampleModel().getSampleSize(0) > 8 ? DEEP_WHITE : WHITE;
    }

    /** Writes a mask of one slice: white where it is above 0. The file appears whole or not at all. */
    public static void writeMask(Path file, Volume mask) throws IOException {
        float[] pixels = new float[mask.voxels().length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = mask.voxels()[i] > 0 ? WHITE : 0;
        }
        write(file, mask.with(pixels), WHITE);
    }

    /**
     * Writes one slice as grey values, rounded and clipped. The file appears whole or not at all.
     *
     * @param white the value of white, 255 or 65535, which decides between 8 and 16 bits
     */
    public static void write(Path file, Volume slice, int white) throws IOException {
        BufferedImage image = new BufferedImage(slice.nx(), slice.ny(),
                white > WHITE ? BufferedImage.TYPE_USHORT_GRAY : BufferedImage.TYPE_BYTE_GRAY);
        for (int row = 0; row < slice.ny(); row++) {
            for (int column = 0; column < slice.nx(); column++) {
                image.getRaster().setSample(column, row, 0, Math.clamp(Math.round(slice.at(column, row, 0)), 0, white));
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(image, "png", out);
        }
        AtomicFile.create(file, bytes.toByteArray());
    }

    private static boolean isGrey(BufferedImage image) {
        return image.getRaster().getNumBands() <= 2 && !(image.getColorModel() instanceof IndexColorModel);
    }

    private static BufferedImage decoded(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new UserError(file + ": is a folder, not a PNG picture");
        }
        byte[] bytes = Files.readAllBytes(file);
        PngChunks.check(file, bytes);
        ImageReader decoder = ImageIO.getImageReadersByFormatName("png").next();
        try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            decoder.setInput(stream);
            return decoder.read(0);
        } catch (IOException | RuntimeException damage) {
            throw new UserError(file + ": the PNG picture is damaged: its pixels cannot be decoded");
        } finally {
            decoder.dispose();
        }
    }

    private static float grey(BufferedImage image, int column, int row) {
        Raster raster = image.getRaster();
        float value = raster.getSample(column, row, 0);
        if (raster.getNumBands() == 1) {
            return value;
        }
        int opaque = (1 << raster.getSampleModel().getSampleSize(1)) - 1;
        return value * raster.getSample(column, row, 1) / opaque;
    }

    private static float luminance(int argb) {
        float opaque = (argb >>> 24) / 255f;
        return opaque * (0.299f * (argb >> 16 & 0xFF) + 0.587f * (argb >> 8 & 0xFF) + 0.114f * (argb & 0xFF));
    }
}
