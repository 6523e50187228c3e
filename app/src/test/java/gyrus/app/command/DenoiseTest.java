package gyrus.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.CommandRun;
import gyrus.app.imaging.image.PngFile;
import gyrus.app.imaging.nifti.Datatype;
import gyrus.app.imaging.nifti.NiftiReader;
import gyrus.app.imaging.nifti.NiftiWriter;
import gyrus.app.imaging.slices.PixelGrid;
import gyrus.app.imaging.slices.View;
import gyrus.app.imaging.volume.Affine;
import gyrus.app.imaging.volume.Normalisation;
import gyrus.app.imaging.volume.Volume;
import gyrus.app.network.Task;
import gyrus.app.network.ThresholdNetwork;
import gyrus.app.network.TrainedFor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The weights of these tests map a normalised intensity x to sigmoid(4 (x - 0.5)). */
class DenoiseTest {

    @TempDir
    private Path folder;

    private Path weights(Task task) throws IOException {
        TrainedFor use = new TrainedFor(task, new PixelGrid(View.AXIAL, 16, 1, 1));
        return ThresholdNetwork.write(folder.resolve(task + ".safetensors"), use, 0.5, 4);
    }

    private Volume scan(Path file) throws IOException {
        Volume scan = Volume.zeros(20, 14, 3, Affine.scaling(new double[] {1, 1, 5}, new double[] {-7, 2, 9}));
        Random random = new Random(4);
        for (int i = 0; i < scan.voxels().length; i++) {
            scan.voxels()[i] = 1000 * random.nextFloat();
        }
        NiftiWriter.create(file, scan, Datatype.FLOAT32);
        return scan;
    }

    @Test
    void theWholeScanIsDenoisedInItsOwnIntensities() throws IOException {
        Path file = folder.resolve("head.nii.gz");
        Volume scan = scan(file);
        Path out = folder.resolve("clean.nii.gz");
        CommandRun run = CommandRun.of("denoise", file, "--weights", weights(Task.DENOISING), "--out", out);
        assertEquals(0, run.exit(), run.err());
        assertEquals(out + System.lineSeparator(), run.out());
        Volume clean = NiftiReader.read(out);
        assertEquals(scan.affine(), clean.affine());
        double ceiling = Normalisation.of(scan, "scan").ceiling();
        for (int z = 0; z < 3; z++) {
            for (int y = 0; y < 14; y++) {
                for (int x = 0; x < 20; x++) {
                    double seen = Math.min(1, scan.at(x, y, z) / ceiling);
                    double expected = ceiling / (1 + Math.exp(-4 * (seen - 0.5))); // 20 columns, of which training saw 16
                    assertEquals(expected, clean.at(x, y, z), 0.01);
                }
            }
        }
    }

    @Test
    void aPictureBecomesAPictureOfAsManyBits() throws IOException {
        BufferedImage picture = new BufferedImage(16, 16, BufferedImage.TYPE_USHORT_GRAY);
        Random random = new Random(5);
        for (int i = 0; i < 256; i++) {
            picture.getRaster().setSample(i % 16, i / 16, 0, 20_000 + random.nextInt(20_000));
        }
        Path file = folder.resolve("picture.png");
        ImageIO.write(picture, "png", file.toFile());
        Path out = folder.resolve("clean.png");
        CommandRun run = CommandRun.of("denoise", file, "--weights", weights(Task.DENOISING), "--out", out);
        assertEquals(0, run.exit(), run.err());
        assertEquals(65535, PngFile.white(out));
        Volume noisy = PngFile.read(file);
        Volume clean = PngFile.read(out);
        double ceiling = Normalisation.of(noisy, "noisy").ceiling();
        for (int i = 0; i < 256; i++) {
            double seen = Math.min(1, noisy.voxels()[i] / ceiling);
            assertEquals(ceiling / (1 + Math.exp(-4 * (seen - 0.5))), clean.voxels()[i], 1);
        }
        assertTrue(CommandRun.of("denoise", file, "--weights", weights(Task.DENOISING), "--out", folder.resolve("clean.nii"))
                .misuse().contains("must end in .png"));
    }

    @Test
    void aScanWithoutAPositiveVoxelIsRefusedAndOneWithManyNegativeOnesWarnedOf() throws IOException {
        Path file = folder.resolve("ct.nii");
        Volume scan = Volume.zeros(20, 14, 3, Affine.scaling(new double[] {1, 1, 5}, new double[3]));
        for (int i = 0; i < scan.voxels().length; i++) {
            scan.voxels()[i] = -1000 + i % 582;
        }
        NiftiWriter.create(file, scan, Datatype.INT16);
        Path out = folder.resolve("clean.nii.gz");
        String refusal = CommandRun.of("denoise", file, "--weights", weights(Task.DENOISING), "--out", out).refusal();
        assertTrue(refusal.contains("ct.nii: no voxel is above 0, intensities go from -1000 to -419"), refusal);
        assertFalse(Files.exists(out));
        for (int i = 0; i < scan.voxels().length; i++) {
            scan.voxels()[i] += 600;
        }
        NiftiWriter.create(folder.resolve("shifted.nii"), scan, Datatype.INT16);
        Path shifted = folder.resolve("shifted.nii");
        CommandRun run = CommandRun.of("denoise", shifted, "--weights", weights(Task.DENOISING), "--out", out);
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.err().contains("shifted.nii: 78 % of the voxels are negative, down to -400"), run.err());
    }

    @Test
    void badInputIsRefusedInOneLineAndLeavesNothing() throws IOException {
        Path file = folder.resolve("head.nii.gz");
        scan(file);
        Path out = folder.resolve("clean.nii.gz");
        assertTrue(CommandRun.of("denoise", file, "--weights", weights(Task.SEGMENTATION), "--out", out).refusal()
                .contains("was trained for segmentation"));
        assertTrue(CommandRun.of("denoise", file, "--weights", weights(Task.DENOISING), "--out", folder.resolve("clean.png"))
                .misuse().contains("must end in .nii"));
        assertTrue(CommandRun.of("denoise", file, "--weights", weights(Task.DENOISING), "--out", file).refusal()
                .contains("exists already"));
        assertTrue(CommandRun.of("denoise", folder.resolve("absent.nii"), "--weights", weights(Task.DENOISING), "--out", out)
                .refusal().contains("no such file"));
        assertFalse(Files.exists(out));
    }
}
