package gyrus.app.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gyrus.app.failure.UserError;
import gyrus.app.imaging.slices.PixelGrid;
import gyrus.app.imaging.slices.View;
import gyrus.app.imaging.volume.Affine;
import gyrus.app.imaging.volume.Volume;
import gyrus.engine.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The networks of these tests answer sigmoid(STEEPNESS (pixel - threshold)), for a pixel beside the one that is asked for. */
class EnsembleTest {

    private static final int SIZE = 16;
    private static final double STEEPNESS = 3;
    private static final TrainedFor USE = new TrainedFor(Task.SEGMENTATION, new PixelGrid(View.AXIAL, SIZE, 1, 1));

    @TempDir
    private Path folder;

    private Path network(String name, TrainedFor use, double threshold, int right) throws IOException {
        return ThresholdNetwork.write(folder.resolve(name), use, threshold, STEEPNESS, right);
    }

    private static Volume scan() {
        Volume scan = Volume.zeros(SIZE, SIZE, 3, Affine.scaling(new double[] {1, 1, 1}, new double[3]));
        Random random = new Random(4);
        for (int i = 0; i < scan.voxels().length; i++) {
            scan.voxels()[i] = 100 + 400 * random.nextFloat();
        }
        return scan;
    }

    /** Returns a network's answer to the pixel {@code right} columns to the right; beyond the slice a pixel is 0. */
    private static double answer(Volume normalised, int x, int y, int z, double threshold, int right) {
        double pixel = x + right < 0 || x + right >= SIZE ? 0 : normalised.at(x + right, y, z);
        return 1 / (1 + Math.exp(-STEEPNESS * (pixel - threshold)));
    }

    @Test
    void probabilitiesOfSeveralNetworksAreAveraged() throws IOException {
        List<Path> files = List.of(network("a", USE, 0.2, 0), network("b", USE, 0.5, 0), network("c", USE, 0.9, 0));
        try (Engine engine = Engine.on("cpu:1"); Ensemble ensemble = Ensemble.open(engine, files)) {
            NetworkInput input = ensemble.input(scan(), "scan");
            Volume found = ensemble.segmented(input, false);
            float[] expected = new float[found.voxels().length];
            for (int i = 0; i < expected.length; i++) {
                int x = i % SIZE;
                int y = i / SIZE % SIZE;
                int z = i / SIZE / SIZE;
                expected[i] = (float) ((answer(input.normalised(), x, y, z, 0.2, 0) + answer(input.normalised(), x, y, z, 0.5, 0)
                        + answer(input.normalised(), x, y, z, 0.9, 0)) / 3);
            }
            assertArrayEquals(expected, found.voxels(), 1e-5f);
        }
    }

    /** A network that looks to the right sees the pixel to the left in a mirrored slice. */
    @Test
    void theAnswerToTheMirroredSliceIsMirroredBackAndAveraged() throws IOException {
        List<Path> files = List.of(network("right", USE, 0.4, 1));
        try (Engine engine = Engine.on("cpu:1"); Ensemble ensemble = Ensemble.open(engine, files)) {
            NetworkInput input = ensemble.input(scan(), "scan");
            float[] plain = ensemble.segmented(input, false).voxels();
            float[] mirrored = ensemble.segmented(input, true).voxels();
            for (int i = 0; i < plain.length; i++) {
                int x = i % SIZE;
                int y = i / SIZE % SIZE;
                int z = i / SIZE / SIZE;
                double right = answer(input.normalised(), x, y, z, 0.4, 1);
                double left = answer(input.normalised(), x, y, z, 0.4, -1);
                assertEquals(right, plain[i], 1e-5);
                assertEquals((right + left) / 2, mirrored[i], 1e-5);
            }
        }
    }

    @Test
    void networksThatSeeDifferentSlicesAreRefusedByName() throws IOException {
        Path first = network("first", USE, 0.5, 0);
        Path other = network("other", new TrainedFor(Task.SEGMENTATION, new PixelGrid(View.CORONAL, 32, 1, 1)), 0.5, 0);
        try (Engine engine = Engine.on("cpu:1")) {
            String refusal = assertThrows(UserError.class, () -> Ensemble.open(engine, List.of(first, other))).getMessage();
            assertEquals(other + ": was trained with view coronal instead of axial, size 32 instead of 16 of " + first
                    + "; only networks that see the same slices are averaged", refusal);
        }
    }
}
