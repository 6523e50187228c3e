package gyrus.app.png;

import gyrus.app.AtomicFile;
import gyrus.app.UserError;
import gyrus.app.volume.Affine;
import gyrus.app.volume.Volume;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A PNG picture as a volume of one axial slice with pixels of 1 mm: columns to the right, the first row in front. */
public final class PngFile {

    private static final String ENDING = ".png";

    private PngFile() {}

    public static boolean isPng(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(ENDING);
    }

    /** Reads the grey values, 8 or 16 bits as they are; of a coloured picture the luminance (Rec. 601). */
    public static Volume read(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        BufferedImage image = decoded(file);
        int width = image.getWidth();
        int height = image.getHeight();
        boolean grey = image.getRaster().getNumBands() <= 2 && !(image.getColorModel() instanceof IndexColorModel);
        float[] voxels = new float[width * height];
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                voxels[column + width * row] = grey
                        ? image.getRaster().getSample(column, row, 0) : luminance(image.getRGB(column, row));
            }
        }
        Affine affine = new Affine(new double[][] {{1, 0, 0, 0}, {0, -1, 0, height - 1}, {0, 0, 1, 0}});
        return new Volume(width, height, 1, voxels, affine);
    }

    /** Writes a mask of one slice: white where it is above 0. The file appears whole or not at all. */
    public static void writeMask(Path file, Volume mask) throws IOException {
        BufferedImage image = new BufferedImage(mask.nx(), mask.ny(), BufferedImage.TYPE_BYTE_GRAY);
        for (int row = 0; row < mask.ny(); row++) {
            for (int column = 0; column < mask.nx(); column++) {
                image.getRaster().setSample(column, row, 0, mask.at(column, row, 0) > 0 ? 255 : 0);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(image, "png", out);
        }
        AtomicFile.write(file, bytes.toByteArray());
    }

    private static BufferedImage decoded(Path file) throws IOException {
        BufferedImage image;
        try {
            image = ImageIO.read(file.toFile());
        } catch (IOException | RuntimeException damage) {
            throw new UserError(file + ": not a readable PNG picture: " + damage.getMessage());
        }
        if (image == null) {
            throw new UserError(file + ": not a PNG picture");
        }
        return image;
    }

    private static float luminance(int rgb) {
        return 0.299f * (rgb >> 16 & 0xFF) + 0.587f * (rgb >> 8 & 0xFF) + 0.114f * (rgb & 0xFF);
    }
}
