package gyrus.app.imaging.volume;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BlockMeansTest {

    private static Volume random(int nx, int ny, int nz, double dx, double dy, double dz) {
        Volume volume = Volume.zeros(nx, ny, nz, Affine.scaling(new double[] {dx, dy, dz}, new double[3]));
        Random random = new Random(3);
        for (int i = 0; i < volume.voxels().length; i++) {
            volume.voxels()[i] = (float) random.nextGaussian() + 0.5f;
        }
        return volume;
    }

    /** 64 voxels a block, as close to a cube in millimetres as voxels allow; at least 16 blocks along an axis, or all voxels. */
    @ParameterizedTest(name = "{0} x {1} x {2} voxels of {3} x {4} x {5} mm")
    @CsvSource({
        "80, 96, 72, 1, 1, 1, 20, 24, 18",     // 4 x 4 x 4
        "160, 160, 20, 1, 1, 8, 20, 20, 20",   // 8 x 8 x 1 of thick slices
        "20, 160, 160, 8, 1, 1, 20, 20, 20",
        "160, 20, 160, 1, 8, 1, 20, 20, 20",
        "160, 160, 1, 1, 1, 1, 20, 20, 1",     // a picture
        "1, 160, 160, 1, 1, 1, 1, 20, 20",
        "1000, 1, 1, 1, 1, 1, 16, 1, 1",       // a line: 64 voxels make 15.6 blocks
        "40, 40, 40, 1, 1, 1, 16, 16, 16",     // 4 x 4 x 4 would make 10
        "10, 40, 80, 1, 1, 1, 10, 16, 20",
        "128, 128, 128, 1, 1, 2, 25, 25, 51",  // a cube of 5.04 mm
    })
    void blocksAreCubesOf64VoxelsWherePossible(
            int nx, int ny, int nz, double dx, double dy, double dz, int bx, int by, int bz) {
        BlockMeans blocks = BlockMeans.of(random(nx, ny, nz, dx, dy, dz));
        assertArrayEquals(new int[] {bx, by, bz}, new int[] {blocks.count(0), blocks.count(1), blocks.count(2)});
    }

    @ParameterizedTest
    @CsvSource({"37, 21, 18", "16, 33, 50", "5, 40, 17"})
    void aBlockIsTheMeanOfItsVoxelsWithNegativeOnesAsZero(int nx, int ny, int nz) {
        Volume volume = random(nx, ny, nz, 1, 1, 1);
        BlockMeans blocks = BlockMeans.of(volume);
        for (int z = 0; z < blocks.count(2); z++) {
            for (int y = 0; y < blocks.count(1); y++) {
                for (int x = 0; x < blocks.count(0); x++) {
                    double sum = 0;
                    int count = 0;
                    for (int k = blocks.start(2, z); k < blocks.end(2, z); k++) {
                        for (int j = blocks.start(1, y); j < blocks.end(1, y); j++) {
                            for (int i = blocks.start(0, x); i < blocks.end(0, x); i++) {
                                sum += Math.max(0, volume.at(i, j, k));
                                count++;
                            }
                        }
                    }
                    assertEquals(sum / count, blocks.means().at(x, y, z), 1e-5);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"16, 16", "37, 16", "70, 18", "5, 5", "65, 16"})
    void blocksCoverTheAxisInOrderAndAreMirrored(int voxels, int count) {
        BlockMeans blocks = BlockMeans.of(random(voxels, 70, 70, 1, 1, 1));
        assertEquals(count, blocks.count(0));
        assertEquals(0, blocks.start(0, 0));
        assertEquals(voxels, blocks.end(0, count - 1));
        for (int block = 0; block < count; block++) {
            assertEquals(voxels, blocks.start(0, block) + blocks.end(0, count - 1 - block), "mirrored");
            if (block > 0) {
                int shared = blocks.end(0, block - 1) - blocks.start(0, block);
                assertTrue(shared == 0 || shared == 1, "neighbours share " + shared + " voxels");
            }
        }
    }

    /** 8 x 8 x 8 voxels are as many blocks. */
    private static BlockMeans.Sides sides(float... blocks) {
        float[] voxels = new float[512];
        System.arraycopy(blocks, 0, voxels, 0, blocks.length);
        return BlockMeans.of(new Volume(8, 8, 8, voxels, Affine.scaling(new double[] {1, 1, 1}, new double[3]))).sides();
    }

    @Test
    void theThresholdLiesMidwayBetweenAirAndBright() {
        float[] blocks = new float[512];
        Random random = new Random(5);
        for (int i = 0; i < 512; i++) {
            blocks[i] = i < 300 ? 5 + 10 * random.nextFloat() : 90 + 20 * random.nextFloat();
        }
        BlockMeans.Sides sides = sides(blocks);
        float[] air = Arrays.copyOf(blocks, 300);
        Arrays.sort(air);
        float[] bright = Arrays.copyOfRange(blocks, 300, 512);
        Arrays.sort(bright);
        double mean = 0;
        for (float value : bright) {
            mean += value / 212;
        }
        assertEquals(air[150], sides.air(), 1e-6);
        assertEquals((air[150] + mean) / 2, sides.threshold(), 0.1, "but for the outliers that are cut");
        assertEquals(212, sides.bright().length);
        assertEquals(bright[0], sides.bright()[0]);
        assertEquals(bright[105], sides.bright()[105]);
    }

    /** The brightest block of 512 counts as bright as the 99.5th percentile of those that hold anything. */
    @Test
    void anOutlierIsCut() {
        float[] blocks = new float[512];
        Arrays.fill(blocks, 100, 511, 100);
        blocks[511] = 1e6f;
        BlockMeans.Sides sides = sides(blocks);
        assertEquals(0, sides.air());
        assertEquals(50, sides.threshold(), 1e-6);
        float[] bright = new float[412];
        Arrays.fill(bright, 100);
        assertArrayEquals(bright, sides.bright());
    }

    @Test
    void nothingIsBrightWhereAllBlocksAreAlike() {
        assertEquals(0, sides().bright().length);
        float[] equal = new float[512];
        Arrays.fill(equal, 7);
        assertEquals(0, sides(equal).bright().length);
        assertEquals(7, sides(equal).threshold());
        assertEquals(7, sides(equal).air());
    }
}
