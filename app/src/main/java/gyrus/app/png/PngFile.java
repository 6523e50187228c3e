package gyrus.app.png;

import gyrus.app.UserError;
import gyrus.app.volume.Affine;
import gyrus.app.volume.Volume;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;

/** A PNG picture as a volume of one axial slice with pixels of 1 mm: columns to the right, the first row in front. */
public final class PngFile {

    private PngFile() {}

    public static boolean isPng(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".png");
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
        return new Volume(width, height, 1, voxels, new Affine(new double[][] {{1, 0, 0, 0}, {0, -1, 0, height - 1}, {0, 0, 1, 0}}));
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
