package gyrus.app.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.CommandRun;
import gyrus.app.imaging.nifti.Datatype;
import gyrus.app.imaging.nifti.NiftiWriter;
import gyrus.app.imaging.slices.PixelGrid;
import gyrus.app.imaging.slices.View;
import gyrus.app.imaging.volume.Affine;
import gyrus.app.imaging.volume.Volume;
import gyrus.app.network.Task;
import gyrus.app.network.ThresholdNetwork;
import gyrus.app.network.TrainedFor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files and refusals of {@code gyrus export}. Tests of the ONNX writer compare with ONNX Runtime. */
class ExportTest {

    @TempDir
    private Path folder;

    @Test
    void aVolumeBecomesAnArrayOfNumPy() throws IOException {
        Volume volume = new Volume(3, 2, 2, new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, -0.5f},
                Affine.scaling(new double[] {1, 1, 1}, new double[3]));
        Path file = folder.resolve("head.nii.gz");
        NiftiWriter.create(file, volume, Datatype.FLOAT32);
        Path out = folder.resolve("head.npy");
        CommandRun run = CommandRun.of("export", "--volume", file, "--npy", out);
        assertEquals(0, run.exit(), run.err());
        ByteBuffer npy = ByteBuffer.wrap(Files.readAllBytes(out)).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals("\u0093NUMPY\1\0", text(npy, 8));
        int length = npy.getShort();
        assertEquals(0, (10 + length) % 64, "the data is aligned");
        assertEquals("{'descr': '<f4', 'fortran_order': True, 'shape': (3, 2, 2), }", text(npy, length).strip());
        float[] values = new float[12];
        npy.asFloatBuffer().get(values);
        assertArrayEquals(volume.voxels(), values);
        assertEquals(48, npy.remaining());
    }

    @Test
    void wholeNumbersThatAFloatCannotHoldAreNamed() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(352 + 3 * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        NiftiWriter.create(folder.resolve("plain.nii"),
                Volume.zeros(3, 1, 1, Affine.scaling(new double[] {1, 1, 1}, new double[3])),
                Datatype.FLOAT32);
        bytes.put(Files.readAllBytes(folder.resolve("plain.nii")), 0, 352).putInt(7).putInt(16_777_216).putInt(16_777_217);
        bytes.putShort(70, (short) Datatype.INT32.code());
        Path labels = Files.write(folder.resolve("labels.nii"), bytes.array());
        CommandRun run = CommandRun.of("export", "--volume", labels, "--npy", folder.resolve("labels.npy"));
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.err().contains("1 voxels are whole numbers beyond 16777216"), run.err());
    }

    private static String text(ByteBuffer bytes, int length) {
        byte[] text = new byte[length];
        bytes.get(text);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    @Test
    void aNetworkBecomesAModelThatSaysWhatItWasTrainedFor() throws IOException {
        Path weights = weights();
        Path out = folder.resolve("brain.onnx");
        CommandRun run = CommandRun.of("export", "--weights", weights, "--onnx", out);
        assertEquals(0, run.exit(), run.err());
        String model = Files.readString(out, StandardCharsets.ISO_8859_1);
        for (String part : new String[] {"gyrus", "ConvTranspose", "down1.conv1.weight", "pixel_across_mm", "sagittal"}) {
            assertTrue(model.contains(part), part);
        }
    }

    private Path weights() throws IOException {
        TrainedFor use = new TrainedFor(Task.SEGMENTATION, new PixelGrid(View.SAGITTAL, 32, 1.5, 2));
        return ThresholdNetwork.write(folder.resolve("best.safetensors"), use, 0.4, 10);
    }

    @Test
    void badInputIsRefusedInOneLineAndLeavesNothing() throws IOException {
        Path weights = weights();
        Path out = folder.resolve("brain.onnx");
        assertTrue(CommandRun.of("export", "--weights", folder.resolve("no.safetensors"), "--onnx", out).refusal()
                .contains("no such"));
        Path text = Files.writeString(folder.resolve("notes.txt"), "neither weights nor scan");
        assertTrue(CommandRun.of("export", "--weights", text, "--onnx", out).refusal().contains("notes.txt"));
        assertTrue(CommandRun.of("export", "--volume", text, "--npy", out).refusal().contains("notes.txt"));
        assertFalse(Files.exists(out));
        Path nowhere = folder.resolve("nowhere/brain.onnx");
        assertEquals("gyrus: " + nowhere + ": not written: there is no folder " + nowhere.getParent(),
                CommandRun.of("export", "--weights", weights, "--onnx", nowhere).refusal().strip());
        assertTrue(CommandRun.of("export", "--weights", weights, "--onnx", text).refusal().contains("exists already"));
        assertEquals("neither weights nor scan", Files.readString(text));
        assertEquals(2, CommandRun.of("export").exit());
        assertEquals(2, CommandRun.of("export", "--weights", weights, "--npy", out).exit());
    }
}
