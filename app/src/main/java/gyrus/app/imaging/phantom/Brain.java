package gyrus.app.imaging.phantom;

import static gyrus.app.imaging.phantom.Shapes.intersection;
import static gyrus.app.imaging.phantom.Shapes.length;
import static gyrus.app.imaging.phantom.Shapes.union;

import java.util.ArrayList;
import java.util.List;

/**
 * The brain in the head's frame: mm, x to the right, y to the front, z up, the origin between the temporal lobes.
 *
 * <p>The folds: sulci are the sheets where a random field of one wavelength is zero, the pattern of a labyrinth. The field is
 * stretched along the radius, so that the sheets stand upright on the surface; they end at a depth that varies. Distances to
 * the sheets and to the fissures give the pial surface, and the cortex is what lies within its thickness below.
 */
final class Brain {

    private static final double STEM_END = -56; // z where the mask's medulla ends
    private static final double FOLIUM = 5.5; // mm between the leaves of the cerebellum

    private final Ellipsoid cerebrum;
    private final Ellipsoid temporal;
    private final Ellipsoid hemisphere; // of the cerebellum
    private final Ellipsoid vermis;
    private final Ellipsoid pons;
    private final Tube stem;
    private final Ellipsoid callosum; // in the median plane: no fissure inside
    private final List<Ellipsoid> nuclei;
    private final Tube ventricle;
    private final Tube temporalHorn;
    private final Ellipsoid third;
    private final Ellipsoid fourth;
    private final List<Ellipsoid> lesions;
    private final Lattice folds; // signed mm to the nearest sulcus
    private final Lattice depths; // varies the depth of the sulci
    private final double cortex;
    private final double atrophy; // widens ventricles and sulci

    Brain(Draws draws) {
        atrophy = draws.between(0.8, 1.45);
        cortex = draws.between(2.4, 3.0);
        cerebrum = new Ellipsoid(0, -4, 16, 63, 80, 52).varied(draws);
        temporal = new Ellipsoid(43, 3, -11, 19, 39, 19).varied(draws);
        hemisphere = new Ellipsoid(25, -50, -27, 30, 31, 20).varied(draws);
        vermis = new Ellipsoid(0, -47, -26, 15, 26, 20).varied(draws);
        pons = new Ellipsoid(0, -9, -25, 16, 12, 14).varied(draws);
        stem = new Tube(new double[] {0, -12, 0, 14}, new double[] {0, -18, -38, 10}, new double[] {0, -25, -58, 7.5},
                new double[] {0, -33, -85, 5.5}, new double[] {0, -36, -150, 5.5});
        callosum = new Ellipsoid(0, -4, 12, 1000, 41, 25).varied(draws);
        nuclei = List.of(new Ellipsoid(11, -12, 12, 8.5, 14, 9).varied(draws),
                new Ellipsoid(13, 19, 19, 5, 11, 8).varied(draws), new Ellipsoid(25, 5, 9, 6.5, 17, 11).varied(draws));
        ventricle = new Tube(new double[] {6, 31, 15, 3}, new double[] {7, 18, 26, 4.5}, new double[] {8, -8, 29, 4.5},
                new double[] {13, -30, 24, 6}, new double[] {20, -38, 12, 6}, new double[] {21, -58, 6, 2.5}).widened(atrophy);
        temporalHorn = new Tube(new double[] {20, -38, 12, 5}, new double[] {31, -24, -7, 2.5}, new double[] {33, 4, -16, 2})
                .widened(atrophy);
        third = new Ellipsoid(0, -6, 8, 1.8 * atrophy, 13, 11);
        fourth = new Ellipsoid(0, -28, -27, 6, 5, 9);
        folds = folds(new Waves(draws, 24, 17, 25));
        Waves depth = new Waves(draws, 8, 35, 60);
        depths = new Lattice(96, 8, depth::at);
        lesions = lesions(draws);
    }

    /** Returns the signed distance to the brain's outer hull, in mm; the mask is where it is negative. */
    double hull(double x, double y, double z) {
        return hull(cerebrum(x, y, z), cerebellum(x, y, z), stem(x, y, z), z);
    }

    private static double hull(double cerebrum, double cerebellum, double stem, double z) {
        return union(union(cerebrum, cerebellum, 3), Math.max(stem, STEM_END - z), 4);
    }

    /** Returns the signed distance to the inside of the skull, which follows the brain loosely, in mm. */
    double cavity(double cerebrum, double cerebellum, double stem, double z) {
        return union(union(cerebrum, cerebellum, 9), Math.max(stem, STEM_END - z), 8);
    }

    double cerebrum(double x, double y, double z) {
        double m = Math.abs(x);
        double dome = cerebrum.distance(m * (1 + 0.0013 * y), y, z); // wider behind than in front
        double floor = -5 - 5 * Math.clamp((-20 - y) / 30, 0.0, 1.0);
        return union(intersection(dome, floor - z, 10), temporal.distance(m, y, z), 7);
    }

    double cerebellum(double x, double y, double z) {
        return union(hemisphere.distance(Math.abs(x), y, z), vermis.distance(x, y, z), 6);
    }

    double stem(double x, double y, double z) {
        return union(stem.distance(x, y, z), pons.distance(x, y, z), 6);
    }

    /** Paints the brain and what it swims in; the first three arguments are the distances to its parts. */
    void paint(double cerebrum, double cerebellum, double stem, double x, double y, double z, double texture, Sample sample) {
        if (hull(cerebrum, cerebellum, stem, z) < 0) {
            sample.markBrain();
        }
        if (cerebrum < 2 && cerebrum <= cerebellum) {
            paintCerebrum(Math.min(-cerebrum, (cerebellum - cerebrum) / 2), x, y, z, texture, sample);
        } else if (cerebellum < 2) {
            paintCerebellum(Math.min(-cerebellum, (cerebrum - cerebellum) / 2), x, y, z, texture, sample);
        }
        if (stem < 2) {
            sample.paint(Tissue.WHITE, stem, texture);
            sample.paint(Tissue.CSF, third.distance(x, y, z), 1);
        }
        sample.paint(Tissue.CSF, fourth.distance(x, y, z), 1);
    }

    /** Paints the cerebrum's tissues at a point; {@code depth} is the depth below the cerebrum's hull in mm. */
    private void paintCerebrum(double depth, double x, double y, double z, double texture, Sample sample) {
        double m = Math.abs(x);
        double free = Math.min(depth, Math.min(fissure(m, y, z), sylvian(x, y, z)));
        double sulcus = length(folds.at(x, y, z), Math.max(0, free - 10 - 5 * depths.at(x, y, z)));
        double width = atrophy * (0.2 + 1.5 / (1 + free * free / 14));
        double pia = Math.min(free, sulcus - width);

        sample.paint(Tissue.WHITE, -depth, texture);
        for (Ellipsoid lesion : lesions) {
            sample.paint(Tissue.LESION, lesion.distance(x, y, z), texture);
        }
        for (Ellipsoid nucleus : nuclei) {
            sample.paint(Tissue.GREY, nucleus.distance(m, y, z), 0.95 * texture);
        }
        double lateral = Math.min(ventricle.distance(m, y, z), temporalHorn.distance(m, y, z));
        double ventricles = Math.min(lateral, third.distance(x, y, z));
        sample.paint(Tissue.GREY, ventricles - 1.2, 1.05); // the bright rim of FLAIR
        sample.paint(Tissue.GREY, pia - cortex, texture);
        sample.paint(Tissue.CSF, pia, 1);
        sample.paint(Tissue.CSF, ventricles, 1);
    }

    /** Returns the distance to the interhemispheric fissure, which ends at the corpus callosum, in mm. */
    private double fissure(double m, double y, double z) {
        return length(Math.max(0, m - 0.4 * atrophy), Math.max(0, -callosum.distance(0, y, z))) - 0.5;
    }

    /** Returns the distance in mm to the Sylvian fissure, a sheet that rises to the back between the temporal lobe and the rest. */
    private double sylvian(double x, double y, double z) {
        double across = 0.94 * Math.abs(z - 4 + 0.37 * y + 4 * depths.at(x, y, z));
        double beyond = Math.max(Math.max(0, 36 - Math.abs(x)), Math.max(0, Math.abs(y) - 36));
        return length(across, beyond) - atrophy;
    }

    /** Leaves of grey matter around a white core that branches into them (the tree of life); depth below the hull in mm. */
    private void paintCerebellum(double depth, double x, double y, double z, double texture, Sample sample) {
        double angle = StrictMath.atan2(z + 27, -(y + 30));
        double wobble = depths.at(x, y, z);
        double leaf = StrictMath.cos(2 * Math.PI * (angle * 28 / FOLIUM + depth / 16 + 1.3 * wobble));
        double core = 8 - depth - 2.5 * leaf - 2 * wobble;
        sample.paint(Tissue.GREY, -depth, texture);
        sample.paint(Tissue.WHITE, core, texture);
        double groove = Math.max(0.2 + 1.4 * (leaf + 1), depth - 6 - 3 * wobble);
        sample.paint(Tissue.CSF, Math.min(groove, depth), 1);
    }

    private Lattice folds(Waves waves) {
        double step = 2.5;
        Lattice pattern = new Lattice(92, step, (x, y, z) -> {
            double radius = Math.sqrt(x * x / (64 * 64) + (y + 4) * (y + 4) / (82 * 82) + (z - 10) * (z - 10) / (54 * 54));
            if (radius > 1.25 || radius < 0.2) {
                return 1;
            }
            double outwards = StrictMath.pow(radius, -0.45);
            return waves.at(x * outwards, (y + 4) * outwards, (z - 10) * outwards);
        });
        return new Lattice(92, step, (x, y, z) -> {
            double gx = (pattern.at(x + step, y, z) - pattern.at(x - step, y, z)) / (2 * step);
            double gy = (pattern.at(x, y + step, z) - pattern.at(x, y - step, z)) / (2 * step);
            double gz = (pattern.at(x, y, z + step) - pattern.at(x, y, z - step)) / (2 * step);
            return pattern.at(x, y, z) / Math.sqrt(gx * gx + gy * gy + gz * gz + 0.003);
        });
    }

    /** Returns lesions as of multiple sclerosis: bright ovals in the white matter, most of them near the ventricles. */
    private List<Ellipsoid> lesions(Draws draws) {
        List<Ellipsoid> found = new ArrayList<>();
        int wanted = draws.whole(3, 18);
        while (found.size() < wanted) {
            double x = draws.between(-45, 45);
            double y = draws.between(-60, 50);
            double z = draws.between(5, 50);
            double near = ventricle.distance(Math.abs(x), y, z);
            boolean white = cerebrum(x, y, z) < -14 && fissure(Math.abs(x), y, z) > 6;
            if (white && near > 0 && near < draws.between(2, 25)) {
                found.add(new Ellipsoid(x, y, z, draws.between(1.5, 5), draws.between(1.5, 6), draws.between(1.5, 6)));
            }
        }
        return List.copyOf(found);
    }
}
