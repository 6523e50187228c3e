package gyrus.app.imaging.measures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.imaging.nifti.NiftiReader;
import gyrus.app.imaging.volume.Geometry;
import gyrus.app.imaging.volume.Placement;
import gyrus.app.imaging.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Distances between surfaces: values that numpy and scipy computed for six mask pairs, and a plain computation. */
final class SurfaceDistancesTest {

    private static final Path DATA = Path.of("src/test/resources/gyrus/app/measures/evaluate-segmentation");
    private static final int NX = 7;
    private static final int NY = 6;
    private static final int NZ = 5;

    @ParameterizedTest
    @ValueSource(strings = {"case1", "case2", "case3", "case4", "case5", "case6"})
    void valuesAreThoseOfNumpyAndScipyWhateverTheUnitOfOtherMeasures(String name) throws IOException {
        JsonNode expected = JsonMapper.shared().readTree(DATA.resolve("surface_expected.json")).get(name);
        Volume truth = NiftiReader.read(DATA.resolve(name + "_truth.nii.gz"));
        Volume test = NiftiReader.read(DATA.resolve(name + "_test.nii.gz"));
        for (Unit unit : Unit.values()) {
            Map<Measure, Double> values = MeasuresTest.measures(truth, test, unit);
            for (Measure measure : List.of(Measure.HD95, Measure.NSD1, Measure.NSD2)) {
                assertEquals(expected.get(measure.code()).doubleValue(), values.get(measure), 1e-6, measure.code());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void distancesOnObliqueAxesAreThoseOfEveryBoundaryVoxelToEveryOther(long seed) {
        double[][] axes = {{0.6, -0.3, 0.1}, {0.2, 0.9, -0.4}, {-0.1, 0.3, 1.7}};
        float[] truth = RandomMasks.binary(seed, NX * NY * NZ, 0.7);
        float[] test = RandomMasks.binary(seed + 100, NX * NY * NZ, seed > 3 ? 0.02 : 0.5);
        test[3] = 1;
        boolean[] expected = boundary(RandomMasks.foreground(truth));
        boolean[] found = boundary(RandomMasks.foreground(test));
        double[] there = distances(expected, found, axes);
        double[] back = distances(found, expected, axes);
        List<Double> all = new ArrayList<>();
        Arrays.stream(there).forEach(all::add);
        Arrays.stream(back).forEach(all::add);
        SurfaceDistances distances = SurfaceDistances.of(
                RandomMasks.bits(truth, NX, NY, NZ), RandomMasks.bits(test, NX, NY, NZ), axes);
        Percentile linear = new Percentile(95).withEstimationType(EstimationType.R_7);
        assertEquals(Math.max(linear.evaluate(there), linear.evaluate(back)), distances.percentile95(), 1e-12);
        assertEquals(all.stream().mapToDouble(Double::doubleValue).average().orElseThrow(), distances.average(), 1e-12);
        assertEquals(all.stream().filter(distance -> distance <= 1).count() / (double) all.size(), distances.within1(), 1e-12);
        assertEquals(all.stream().filter(distance -> distance <= 2).count() / (double) all.size(), distances.within2(), 1e-12);
    }

    private static boolean[] boundary(boolean[] mask) {
        boolean[] boundary = new boolean[mask.length];
        for (int i = 0; i < mask.length; i++) {
            int x = i % NX;
            int y = i / NX % NY;
            int z = i / NX / NY;
            boolean inside = x > 0 && x < NX - 1 && y > 0 && y < NY - 1 && z > 0 && z < NZ - 1
                    && mask[i - 1] && mask[i + 1] && mask[i - NX] && mask[i + NX] && mask[i - NX * NY] && mask[i + NX * NY];
            boundary[i] = mask[i] && !inside;
        }
        return boundary;
    }

    private static double[] distances(boolean[] from, boolean[] to, double[][] axes) {
        double[] squared = PlainDistances.squared(from, to, NX, NY, NZ, axes);
        return IntStream.range(0, from.length).filter(i -> from[i]).mapToDouble(i -> Math.sqrt(squared[i])).toArray();
    }

    /** A spacing of 0.1 mm in single precision is slightly more than 0.1: ten steps of it count as 1 mm. */
    @Test
    void aToleranceIsNotMissedByTheRoundingOfAHeader() {
        BitMask one = new BitMask(11, 1, 1);
        one.add(0);
        BitMask other = new BitMask(11, 1, 1);
        other.add(10);
        double step = 0.1f;
        SurfaceDistances distances = SurfaceDistances.of(one, other, new double[][] {{step, 0, 0}, {0, 1, 0}, {0, 0, 1}});
        assertTrue(distances.percentile95() > 1);
        assertEquals(1, distances.within1());
    }

    @Test
    void withoutVoxelSizesThereIsNoSurfaceInMillimetres() {
        Placement placement = new Placement(1, 2, List.of(1.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0), 0,
                List.of(0.0, 0.0, 0.0, 0.0, 0.0, 0.0), 0, List.of(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0));
        Geometry geometry = new Geometry(2, 2, 2, placement);
        assertFalse(geometry.hasMillimetres());
        Volume mask = new Volume(geometry, new float[] {1, 1, 0, 0, 1, 0, 0, 0});
        Map<Measure, Double> values = MeasuresTest.measures(mask, mask, Unit.VOXEL);
        assertEquals(0, values.get(Measure.HDRFDST));
        for (Measure measure : List.of(Measure.HD95, Measure.ASSD, Measure.NSD1, Measure.NSD2)) {
            assertTrue(measure.note(values.get(measure)).orElseThrow().contains("no size of voxels in mm"), measure.code());
        }
    }
}
