package gyrus.app.imaging.phantom;

import gyrus.app.imaging.volume.Affine;
import gyrus.app.imaging.volume.Volume;
import gyrus.engine.random.RandomStream;
import java.util.stream.IntStream;

/**
 * A made-up FLAIR head and its brain mask: data for the experiment where no scans are at hand. Every index is another person on
 * another scanner. The same seed and index give the same bits on every machine.
 *
 * @param image in the scanner's own units, whole numbers
 * @param mask 1 inside the brain (ventricles and sulci included), 0 outside
 */
public record Phantom(Volume image, Volume mask) {

    /** The field of view in mm: left-right, back-front, down-up. */
    private static final double[] FIELD = {192, 224, 224};

    /** The brain's share of the field of view; in the paper's scans 0.106. */
    private static final double LEAST_BRAIN = 0.097;

    private static final double MOST_BRAIN = 0.115;

    /** Points closer than this, in mm, resolve the cortical folds; a coarser voxel is the mean of several. */
    private static final double RESOLVING = 2;

    /** Returns the paper's grid: 256 sagittal slices of 128 x 128, voxels of 0.75 x 1.75 x 1.75 mm. */
    public static Phantom scan(long seed, int index) {
        return scan(seed, index, 256, 128, 128);
    }

    /** Returns a head on a grid of any size: x left to right, y back to front, z down to up. */
    public static Phantom scan(long seed, int index, int nx, int ny, int nz) {
        int[] grid = {nx, ny, nz};
        double[] spacing = new double[3];
        double[] origin = new double[3];
        int[] points = new int[3];
        for (int axis = 0; axis < 3; axis++) {
            spacing[axis] = FIELD[axis] / grid[axis];
            origin[axis] = (spacing[axis] - FIELD[axis]) / 2;
            points[axis] = (int) Math.ceil(spacing[axis] / RESOLVING);
        }
        Affine affine = Affine.scaling(spacing, origin);
        Volume image = Volume.zeros(nx, ny, nz, affine);
        Volume mask = Volume.zeros(nx, ny, nz, affine);
        Anatomy anatomy = anatomy(seed, index);
        Scanner scanner = new Scanner(new Draws(RandomStream.of(seed, "phantom scanner", index)),
                RandomStream.of(seed, "phantom noise", index));
        IntStream.range(0, nz).parallel().forEach(k -> {
            Sample sample = anatomy.sample();
            for (int j = 0; j < ny; j++) {
                for (int i = 0; i < nx; i++) {
                    double x = origin[0] + i * spacing[0];
                    double y = origin[1] + j * spacing[1];
                    double z = origin[2] + k * spacing[2];
                    int voxel = image.index(i, j, k);
                    double intensity = average(anatomy, sample, x, y, z, spacing, points, mask.voxels(), voxel);
                    image.voxels()[voxel] = scanner.voxel(intensity, x, y, z, voxel);
                }
            }
        });
        return new Phantom(image, mask);
    }

    /** Returns the head itself, before it is scanned. */
    static Anatomy anatomy(long seed, int index) {
        Draws draws = new Draws(RandomStream.of(seed, "phantom anatomy", index));
        return new Anatomy(draws, draws.between(LEAST_BRAIN, MOST_BRAIN) * FIELD[0] * FIELD[1] * FIELD[2]);
    }

    /** Returns the mean intensity over a voxel's points; sets the mask where at least half of them are brain. */
    private static double average(Anatomy anatomy, Sample sample, double x, double y, double z, double[] spacing,
            int[] points, float[] mask, int voxel) {
        double intensity = 0;
        int brain = 0;
        for (int c = 0; c < points[2]; c++) {
            for (int b = 0; b < points[1]; b++) {
                for (int a = 0; a < points[0]; a++) {
                    anatomy.at(x + spacing[0] * ((a + 0.5) / points[0] - 0.5),
                            y + spacing[1] * ((b + 0.5) / points[1] - 0.5),
                            z + spacing[2] * ((c + 0.5) / points[2] - 0.5), sample);
                    intensity += sample.intensity();
                    brain += sample.brain() ? 1 : 0;
                }
            }
        }
        int count = points[0] * points[1] * points[2];
        mask[voxel] = 2 * brain >= count ? 1 : 0;
        return intensity / count;
    }
}
