package gyrus.app.imaging.phantom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.imaging.volume.GlobalThreshold;
import gyrus.app.imaging.volume.Normalisation;
import gyrus.app.imaging.volume.Volume;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PhantomTest {

    private static final long SEED = 1;
    private static final int HEADS = 6;
    private static final int N = 64;

    private final List<Phantom> heads = new ArrayList<>();

    @BeforeAll
    void scanAFewHeads() {
        for (int index = 0; index < HEADS; index++) {
            heads.add(Phantom.scan(SEED, index, N, N, N));
        }
    }

    @Test
    void equalSeedsAndIndicesGiveEqualBits() {
        Phantom again = Phantom.scan(SEED, 2, N, N, N);
        assertArrayEquals(heads.get(2).image().voxels(), again.image().voxels());
        assertArrayEquals(heads.get(2).mask().voxels(), again.mask().voxels());
    }

    @Test
    void theDefaultGridIsThePapers() {
        Phantom phantom = Phantom.scan(SEED, 0);
        assertEquals("256 x 128 x 128", phantom.image().grid());
        assertArrayEquals(new double[] {0.75, 1.75, 1.75}, phantom.image().affine().spacing());
        assertBrainFraction(phantom);
    }

    @Test
    void theBrainIsAboutATenthOfTheVolume() {
        heads.forEach(PhantomTest::assertBrainFraction);
    }

    @Test
    void headsDifferFromEachOtherAndFromSeedToSeed() {
        for (int index = 1; index < HEADS; index++) {
            double overlap = dice(heads.get(0).mask(), heads.get(index).mask());
            assertTrue(overlap > 0.6 && overlap < 0.95, "Dice of two heads' masks: " + overlap);
        }
        assertTrue(dice(heads.get(0).mask(), Phantom.scan(SEED + 1, 0, N, N, N).mask()) < 0.95);
    }

    @Test
    void aCoarserGridShowsTheSameHead() {
        Volume fine = heads.get(1).mask();
        Volume coarse = Phantom.scan(SEED, 1, N / 2, N / 2, N / 2).mask();
        Volume enlarged = Volume.zeros(N, N, N, fine.affine());
        for (int z = 0; z < N; z++) {
            for (int y = 0; y < N; y++) {
                for (int x = 0; x < N; x++) {
                    enlarged.voxels()[enlarged.index(x, y, z)] = coarse.at(x / 2, y / 2, z / 2);
                }
            }
        }
        assertTrue(dice(fine, enlarged) > 0.93, "Dice " + dice(fine, enlarged));
    }

    /** FLAIR: fluid is dark, grey matter a little brighter than white, lesions brightest. */
    @Test
    void tissuesAreOrderedAsInFlair() {
        for (int index = 0; index < HEADS; index++) {
            Map<Tissue, Double> typical = intensities(index, Recording.IDEAL);
            assertTrue(typical.get(Tissue.CSF) < 0.65 * typical.get(Tissue.WHITE), typical::toString);
            assertTrue(typical.get(Tissue.BONE) < 0.65 * typical.get(Tissue.WHITE), typical::toString);
            assertTrue(typical.get(Tissue.VITREOUS) < 0.65 * typical.get(Tissue.WHITE), typical::toString);
            assertTrue(typical.get(Tissue.AIR) < typical.get(Tissue.BONE), typical::toString);
            assertTrue(typical.get(Tissue.WHITE) < typical.get(Tissue.GREY), typical::toString);
            assertTrue(typical.get(Tissue.GREY) < typical.get(Tissue.LESION), typical::toString);
        }
    }

    @Test
    void everyScannerHasItsOwnScaleAndBrightnessOfFat() {
        double leastScale = Double.MAX_VALUE;
        double mostScale = 0;
        double leastFat = Double.MAX_VALUE;
        double mostFat = 0;
        for (int index = 0; index < HEADS; index++) {
            Map<Tissue, Double> typical = intensities(index, Recording.SCANNED);
            double white = typical.get(Tissue.WHITE);
            leastScale = Math.min(leastScale, white);
            mostScale = Math.max(mostScale, white);
            leastFat = Math.min(leastFat, typical.get(Tissue.FAT) / white);
            mostFat = Math.max(mostFat, typical.get(Tissue.FAT) / white);
        }
        assertTrue(mostScale > 2 * leastScale, leastScale + " to " + mostScale);
        assertTrue(leastFat < 0.9 && mostFat > 1.1, leastFat + " to " + mostFat);
    }

    @Test
    void noThresholdFindsTheBrain() {
        GlobalThreshold search = new GlobalThreshold();
        for (Phantom head : heads) {
            search.add(Normalisation.normalised(head.image(), "phantom"), head.mask());
        }
        assertTrue(search.threshold().dice() < 0.75, search.threshold()::toString);
        assertTrue(search.band().dice() < 0.75, search.band()::toString);
        assertTrue(search.band().dice() > 0.4, search.band()::toString);
    }

    /** The magnitude of the noise in air is Rayleigh's: its mean is sqrt(pi / 2) sigma, its mean square 2 sigma^2. */
    @Test
    void theNoiseInAirIsRayleighs() {
        Volume image = heads.get(0).image();
        double sum = 0;
        double squares = 0;
        int count = 0;
        for (int z = N / 2; z < N; z++) {
            for (int y = 0; y < N; y++) {
                for (int x = 0; x < 6; x++) {
                    sum += image.at(x, y, z);
                    squares += image.at(x, y, z) * image.at(x, y, z);
                    count++;
                }
            }
        }
        assertTrue(sum > 0);
        assertEquals(Math.PI / 4, sum / count * (sum / count) / (squares / count), 0.02);
    }

    private static void assertBrainFraction(Phantom phantom) {
        double inside = 0;
        for (float voxel : phantom.mask().voxels()) {
            assertTrue(voxel == 0 || voxel == 1);
            inside += voxel;
        }
        double fraction = inside / phantom.mask().voxels().length;
        assertTrue(fraction > 0.09 && fraction < 0.12, "brain fraction " + fraction);
    }

    /** The head itself, or the scanner's image of it: with its scale, bias field, noise and voxels. */
    private enum Recording {
        IDEAL, SCANNED
    }

    /** The median intensity at the voxels whose centre lies in each tissue, above the slab's lower end. */
    private Map<Tissue, Double> intensities(int index, Recording recording) {
        Volume image = heads.get(index).image();
        Anatomy anatomy = Phantom.anatomy(SEED, index);
        Sample sample = anatomy.sample();
        double[][] rows = image.affine().rows();
        Map<Tissue, DoubleStream.Builder> values = new EnumMap<>(Tissue.class);
        for (int z = N / 4; z < N; z++) {
            for (int y = 0; y < N; y++) {
                for (int x = 0; x < N; x++) {
                    anatomy.at(rows[0][0] * x + rows[0][3], rows[1][1] * y + rows[1][3], rows[2][2] * z + rows[2][3], sample);
                    values.computeIfAbsent(sample.tissue(), tissue -> DoubleStream.builder())
                            .add(recording == Recording.SCANNED ? image.at(x, y, z) : sample.intensity());
                }
            }
        }
        Map<Tissue, Double> medians = new EnumMap<>(Tissue.class);
        values.forEach((tissue, builder) -> {
            double[] sorted = builder.build().sorted().toArray();
            medians.put(tissue, sorted[sorted.length / 2]);
        });
        return medians;
    }

    private static double dice(Volume a, Volume b) {
        double both = 0;
        double sum = 0;
        for (int voxel = 0; voxel < a.voxels().length; voxel++) {
            both += a.voxels()[voxel] * b.voxels()[voxel];
            sum += a.voxels()[voxel] + b.voxels()[voxel];
        }
        return 2 * both / sum;
    }
}
