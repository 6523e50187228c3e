package gyrus.app.imaging.measures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.imaging.volume.Affine;
import gyrus.app.imaging.volume.Geometry;
import gyrus.app.imaging.volume.Volume;
import gyrus.app.imaging.volume.VoxelReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.stat.correlation.Covariance;
import org.apache.commons.math3.stat.inference.OneWayAnova;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each measure against its definition computed another way: voxel by voxel, pair by pair, or by Commons Math. */
class MeasuresTest {

    private static final EnumSet<Measure> NEED_PLACE = EnumSet.of(
            Measure.HDRFDST, Measure.AVGDIST, Measure.BAVD, Measure.MAHLNBS, Measure.HD95, Measure.ASSD);
    private static final int NX = 7;
    private static final int NY = 5;
    private static final int NZ = 4;
    private static final int VOXELS = NX * NY * NZ;
    private static final double[] SPACING = {0.75, 1.5, 3};
    private static final double TOLERANCE = 1e-10;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void pairIndicesCountPairsOfVoxels(long seed) {
        float[] truth = RandomMasks.binary(seed, VOXELS, 0.4);
        float[] test = RandomMasks.binary(seed + 100, VOXELS, 0.3);
        double both = 0;
        double truthTogether = 0;
        double testTogether = 0;
        double agreed = 0;
        double pairs = 0;
        for (int i = 0; i < VOXELS; i++) {
            for (int j = 0; j < i; j++) {
                boolean inTruth = truth[i] == truth[j];
                boolean inTest = test[i] == test[j];
                both += inTruth && inTest ? 1 : 0;
                truthTogether += inTruth ? 1 : 0;
                testTogether += inTest ? 1 : 0;
                agreed += inTruth == inTest ? 1 : 0;
                pairs++;
            }
        }
        double chance = truthTogether * testTogether / pairs;
        Map<Measure, Double> values = measure(truth, test);
        assertEquals(agreed / pairs, values.get(Measure.RNDIND), TOLERANCE);
        double adjusted = (both - chance) / ((truthTogether + testTogether) / 2 - chance);
        assertEquals(adjusted, values.get(Measure.ADJRIND), TOLERANCE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void informationFollowsFromTheJointDistribution(long seed) {
        float[] truth = RandomMasks.binary(seed, VOXELS, 0.4);
        float[] test = RandomMasks.binary(seed + 100, VOXELS, 0.3);
        double[][] joint = new double[2][2];
        for (int i = 0; i < VOXELS; i++) {
            joint[(int) truth[i]][(int) test[i]] += 1.0 / VOXELS;
        }
        double mutual = 0;
        double conditional = 0;
        for (int a = 0; a < 2; a++) {
            for (int b = 0; b < 2; b++) {
                double ofTruth = joint[a][0] + joint[a][1];
                double ofTest = joint[0][b] + joint[1][b];
                mutual += joint[a][b] * Math.log(joint[a][b] / (ofTruth * ofTest)) / Math.log(2);
                conditional -= joint[a][b] * Math.log(joint[a][b] * joint[a][b] / (ofTruth * ofTest)) / Math.log(2);
            }
        }
        Map<Measure, Double> values = measure(truth, test);
        assertEquals(mutual, values.get(Measure.MUTINF), TOLERANCE);
        assertEquals(conditional, values.get(Measure.VARINFO), TOLERANCE, "H(truth | test) + H(test | truth)");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void kappaComparesAgreementWithIndependentLabels(long seed) {
        float[] truth = RandomMasks.binary(seed, VOXELS, 0.4);
        float[] test = RandomMasks.binary(seed + 100, VOXELS, 0.3);
        double agreed = 0;
        double byChance = 0;
        for (int i = 0; i < VOXELS; i++) {
            agreed += truth[i] == test[i] ? 1.0 / VOXELS : 0;
            for (int j = 0; j < VOXELS; j++) {
                byChance += truth[i] == test[j] ? 1.0 / VOXELS / VOXELS : 0;
            }
        }
        assertEquals((agreed - byChance) / (1 - byChance), measure(truth, test).get(Measure.KAPPA), TOLERANCE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void consistencyErrorIsTheMeanErrorOfAVoxel(long seed) {
        float[] truth = RandomMasks.binary(seed, VOXELS, 0.4);
        float[] test = RandomMasks.binary(seed + 100, VOXELS, 0.3);
        double expected = Math.min(meanError(truth, test), meanError(test, truth));
        assertEquals(expected, measure(truth, test).get(Measure.GCOERR), TOLERANCE);
    }

    private static double meanError(float[] from, float[] to) {
        double sum = 0;
        for (int i = 0; i < VOXELS; i++) {
            double segment = 0;
            double otherwise = 0;
            for (int j = 0; j < VOXELS; j++) {
                if (from[j] == from[i]) {
                    segment++;
                    otherwise += to[j] == from[j] ? 0 : 1;
                }
            }
            sum += to[i] == from[i] ? otherwise / segment : 1;
        }
        return sum / VOXELS;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void intraclassCorrelationFollowsFromTheAnalysisOfVariance(long seed) {
        float[] truth = RandomMasks.fuzzy(seed, VOXELS);
        float[] test = RandomMasks.fuzzy(seed + 100, VOXELS);
        for (int i = 0; i < VOXELS; i++) {
            test[i] = (truth[i] + test[i]) / 2;
        }
        assertEquals(anovaCorrelation(truth, test), measure(truth, test).get(Measure.ICCORR), TOLERANCE);
    }

    /** Rounding would make up a variance between voxels that has the size of the one within them. */
    @Test
    void ratingsThatAreTheSameEverywhereHaveNoVarianceBetweenVoxels() {
        float[] truth = new float[VOXELS];
        float[] test = new float[VOXELS];
        Arrays.fill(truth, 0.1f);
        Arrays.fill(test, 0.1000001f);
        assertEquals(-1, measure(truth, test).get(Measure.ICCORR));
        Arrays.fill(truth, 0.7f);
        assertEquals(-1, measure(truth, test).get(Measure.ICCORR));
    }

    @Test
    void aVoxelOfOneHalfIsBackgroundToDistances() {
        float[] truth = one(3);
        float[] test = one(4);
        truth[5] = 0.5f;
        test[VOXELS - 1] = 0.5f;
        Map<Measure, Double> values = measure(truth, test);
        assertEquals(1, values.get(Measure.HDRFDST));
        assertEquals(1, values.get(Measure.AVGDIST));
    }

    /** With F = MSb / MSw of one group of two ratings per voxel, the correlation is (F - 1) / (F + 1). */
    static double anovaCorrelation(float[] truth, float[] test) {
        List<double[]> ratings = new ArrayList<>();
        for (int i = 0; i < truth.length; i++) {
            ratings.add(new double[] {truth[i], test[i]});
        }
        double f = new OneWayAnova().anovaFValue(ratings);
        return (f - 1) / (f + 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void distancesAreThoseOfEveryVoxelToEveryOther(long seed) {
        float[] truth = RandomMasks.binary(seed, VOXELS, 0.05);
        float[] test = RandomMasks.binary(seed + 100, VOXELS, 0.1);
        truth[0] = 1;
        test[VOXELS - 1] = 1;
        double[][] millimetres = {{SPACING[0], 0, 0}, {0, SPACING[1], 0}, {0, 0, SPACING[2]}};
        double[][] voxels = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
        for (Unit unit : Unit.values()) {
            Map<Measure, Double> values = measures(volume(truth), volume(test), unit);
            ForegroundDistances plain =
                    plainDistances(truth, test, NX, NY, NZ, unit == Unit.MILLIMETER ? millimetres : voxels);
            assertEquals(plain.hausdorff(), values.get(Measure.HDRFDST), TOLERANCE);
            assertEquals(plain.average(), values.get(Measure.AVGDIST), TOLERANCE);
            assertEquals(plain.balancedAverage(), values.get(Measure.BAVD), TOLERANCE);
        }
    }

    static ForegroundDistances plainDistances(float[] truth, float[] test, int nx, int ny, int nz, double[][] axes) {
        boolean[] expected = RandomMasks.foreground(truth);
        boolean[] found = RandomMasks.foreground(test);
        double[] there = PlainDistances.squared(expected, found, nx, ny, nz, axes);
        double[] back = PlainDistances.squared(found, expected, nx, ny, nz, axes);
        double largest = 0;
        double thereSum = 0;
        double backSum = 0;
        double thereCount = 0;
        double backCount = 0;
        for (int i = 0; i < there.length; i++) {
            largest = Math.max(largest, Math.sqrt(Math.max(there[i], back[i])));
            thereSum += Math.sqrt(there[i]);
            backSum += Math.sqrt(back[i]);
            thereCount += expected[i] ? 1 : 0;
            backCount += found[i] ? 1 : 0;
        }
        return new ForegroundDistances(
                largest, (thereSum / thereCount + backSum / backCount) / 2, (thereSum + backSum) / (2 * thereCount));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void mahalanobisDistanceUsesThePooledCovariance(long seed) {
        float[] truth = RandomMasks.binary(seed, VOXELS, 0.2);
        float[] test = RandomMasks.binary(seed + 100, VOXELS, 0.3);
        RealMatrix first = coordinates(truth);
        RealMatrix second = coordinates(test);
        double n = first.getRowDimension();
        double m = second.getRowDimension();
        RealMatrix pooled = new Covariance(first, false).getCovarianceMatrix().scalarMultiply(n / (n + m))
                .add(new Covariance(second, false).getCovarianceMatrix().scalarMultiply(m / (n + m)));
        RealVector difference = columnMeans(first).subtract(columnMeans(second));
        RealMatrix inverse = new LUDecomposition(pooled).getSolver().getInverse();
        double expected = Math.sqrt(difference.dotProduct(inverse.operate(difference)));
        assertEquals(expected, measure(truth, test).get(Measure.MAHLNBS), TOLERANCE);
    }

    private static RealMatrix coordinates(float[] mask) {
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < mask.length; i++) {
            if (mask[i] == 1) {
                rows.add(new double[] {i % NX, i / NX % NY, i / NX / NY});
            }
        }
        return MatrixUtils.createRealMatrix(rows.toArray(double[][]::new));
    }

    private static RealVector columnMeans(RealMatrix rows) {
        RealVector ones = MatrixUtils.createRealVector(new double[rows.getRowDimension()]).mapAdd(1);
        return rows.preMultiply(ones).mapDivide(rows.getRowDimension());
    }

    @Test
    void flatMasksHaveAMahalanobisDistanceInTheirPlane() {
        float[] left = new float[VOXELS];
        float[] right = new float[VOXELS];
        float[] above = new float[VOXELS];
        for (int y = 0; y < 2; y++) {
            for (int x = 0; x < 2; x++) {
                left[x + NX * y] = 1;
                right[x + 3 + NX * y] = 1;
                above[x + NX * y + NX * NY] = 1;
            }
        }
        assertEquals(6, measure(left, right).get(Measure.MAHLNBS), TOLERANCE, "3 voxels at a standard deviation of 1/2");
        assertEquals(Double.POSITIVE_INFINITY, measure(left, above).get(Measure.MAHLNBS));
        assertEquals(0, measure(left, left).get(Measure.MAHLNBS));
    }

    @Test
    void fuzzyMembershipsCountInPartButDistancesSeeTheMask() {
        float[] truth = RandomMasks.fuzzy(7, VOXELS);
        float[] test = RandomMasks.fuzzy(8, VOXELS);
        double smaller = 0;
        double sum = 0;
        double difference = 0;
        double product = 0;
        for (int i = 0; i < VOXELS; i++) {
            smaller += Math.min(truth[i], test[i]);
            sum += truth[i] + test[i];
            difference += Math.abs(truth[i] - test[i]);
            product += truth[i] * test[i];
        }
        Map<Measure, Double> values = measure(truth, test);
        assertEquals(2 * smaller / sum, values.get(Measure.DICE), 1e-6);
        assertEquals(difference / (2 * product), values.get(Measure.PROBDST), 1e-6);
        assertEquals(sum, values.get(Measure.REFVOL) + values.get(Measure.SEGVOL), 1e-4);
        Map<Measure, Double> masks = measure(mask(truth), mask(test));
        for (Measure spatial : EnumSet.of(Measure.HDRFDST, Measure.AVGDIST, Measure.BAVD, Measure.MAHLNBS)) {
            assertEquals(masks.get(spatial), values.get(spatial));
        }
    }

    private static float[] mask(float[] memberships) {
        float[] mask = new float[memberships.length];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = Math.round(memberships[i]);
        }
        return mask;
    }

    @Test
    void volumesAreInMillilitersOrVoxels() {
        float[] truth = new float[VOXELS];
        truth[3] = 1;
        truth[4] = 1;
        Map<Measure, Double> values = measures(volume(truth), volume(truth), Unit.MILLIMETER);
        assertEquals(2 * 0.75 * 1.5 * 3 / 1000, values.get(Measure.REFVOL), 1e-15);
        assertEquals(2 * 0.75 * 1.5 * 3 / 1000, values.get(Measure.SEGVOL), 1e-15);
        assertEquals(2, measure(truth, truth).get(Measure.SEGVOL));
        assertEquals("ml", Measure.REFVOL.unit(Unit.MILLIMETER));
        assertEquals("voxel", Measure.HDRFDST.unit(Unit.VOXEL));
        assertEquals("bAVD", Measure.BAVD.code());
    }

    @Test
    void identicalMasksAgreeInEverything() {
        float[] mask = RandomMasks.binary(3, VOXELS, 0.3);
        assertPerfect(measure(mask, mask));
    }

    @Test
    void twoEmptyMasksAgreeInAllThatNeedsNoPlace() {
        Map<Measure, Double> values = measure(new float[VOXELS], new float[VOXELS]);
        assertPerfect(values);
        assertEquals(0, values.get(Measure.MUTINF));
        assertNoPlace(values);
    }

    private static void assertPerfect(Map<Measure, Double> values) {
        for (Measure measure : EnumSet.of(Measure.DICE, Measure.JACRD, Measure.AUC, Measure.KAPPA, Measure.RNDIND,
                Measure.ADJRIND, Measure.ICCORR, Measure.VOLSMTY, Measure.SNSVTY, Measure.SPCFTY, Measure.PRCISON,
                Measure.FMEASR, Measure.ACURCY, Measure.NSD1, Measure.NSD2)) {
            assertEquals(1, values.get(measure), TOLERANCE, measure.title());
        }
        for (Measure measure : EnumSet.of(Measure.VARINFO, Measure.GCOERR, Measure.PROBDST, Measure.FALLOUT)) {
            assertEquals(0, values.get(measure), TOLERANCE, measure.title());
        }
    }

    @Test
    void oneEmptyMaskLeavesEveryValueDefinedButThePlaces() {
        float[] mask = RandomMasks.binary(3, VOXELS, 0.3);
        for (boolean truthEmpty : new boolean[] {true, false}) {
            float[] empty = new float[VOXELS];
            Map<Measure, Double> values = truthEmpty ? measure(empty, mask) : measure(mask, empty);
            assertNoPlace(values);
            assertEquals(0, values.get(Measure.DICE));
            assertEquals(0, values.get(Measure.NSD2));
            assertEquals(0, values.get(Measure.ADJRIND), TOLERANCE);
            assertEquals(0, values.get(Measure.MUTINF), TOLERANCE);
            assertEquals(Double.POSITIVE_INFINITY, values.get(Measure.PROBDST));
            EnumSet<Measure> rest = EnumSet.allOf(Measure.class);
            rest.removeAll(NEED_PLACE);
            rest.remove(Measure.PROBDST);
            for (Measure measure : rest) {
                assertTrue(values.containsKey(measure) && Double.isFinite(values.get(measure)), () -> measure + " is "
                        + values.get(measure) + " with an empty " + (truthEmpty ? "truth" : "test")
                        + "; define a value in that case,"
                        + " or list the measure in this test and say in Measure.note why it has none");
            }
        }
    }

    private static void assertNoPlace(Map<Measure, Double> values) {
        for (Measure measure : NEED_PLACE) {
            assertTrue(Double.isNaN(values.get(measure)), measure.title());
            assertTrue(measure.note(values.get(measure)).orElseThrow().contains("without foreground"));
        }
    }

    /** Files give as many voxels at a time as they like, and not both files equally many. */
    @Test
    void valuesDoNotDependOnHowManyVoxelsAReaderGives() throws IOException {
        Volume truth = volume(RandomMasks.fuzzy(5, VOXELS));
        Volume test = volume(RandomMasks.fuzzy(6, VOXELS));
        Map<Measure, Double> whole = measures(truth, test, Unit.MILLIMETER);
        for (int most : new int[] {1, 3, VOXELS / 2, VOXELS - 1}) {
            assertEquals(whole, Measures.of(inParts(truth, most), inParts(test, 5), Unit.MILLIMETER));
            assertEquals(whole, Measures.of(inParts(truth, 5), inParts(test, most), Unit.MILLIMETER));
        }
    }

    /** Reads a volume by parts of at most {@code most} voxels. */
    private static VoxelReader inParts(Volume volume, int most) {
        return new VoxelReader() {
            private int done;

            @Override
            public Geometry geometry() {
                return volume.geometry();
            }

            @Override
            public int next(double[] values) {
                int count = Math.min(most, volume.voxels().length - done);
                for (int i = 0; i < count; i++) {
                    values[i] = volume.voxels()[done + i];
                }
                done += count;
                return count;
            }

            @Override
            public void close() {}
        };
    }

    @Test
    void aValueThatIsNoNumberStatesItsReason() {
        Map<Measure, Double> apart = measure(one(3), one(4));
        assertTrue(Measure.PROBDST.note(apart.get(Measure.PROBDST)).orElseThrow().contains("share no foreground"));
        Affine affine = volume(new float[VOXELS]).affine();
        Volume single = new Volume(1, 1, 1, new float[] {1}, affine);
        double correlation = measures(single, single, Unit.VOXEL).get(Measure.ICCORR);
        assertTrue(Measure.ICCORR.note(correlation).orElseThrow().contains("more than one voxel"));
        assertEquals(Optional.empty(), Measure.DICE.note(0.5));
    }

    private static float[] one(int voxel) {
        float[] mask = new float[VOXELS];
        mask[voxel] = 1;
        return mask;
    }

    @Test
    void everyMeasureHasAValue() {
        float[] mask = RandomMasks.binary(3, VOXELS, 0.3);
        EnumSet<Measure> without = EnumSet.allOf(Measure.class);
        without.removeAll(measure(mask, mask).keySet());
        assertEquals(Set.of(), without, "Measures puts no value of these into its map");
    }

    @Test
    void differentGridsAreRefusedNamingBoth() {
        Affine affine = volume(new float[VOXELS]).affine();
        var failure = assertThrows(IllegalArgumentException.class,
                () -> measures(Volume.zeros(2, 3, 4, affine), Volume.zeros(4, 3, 2, affine), Unit.VOXEL));
        assertTrue(failure.getMessage().contains("2 x 3 x 4") && failure.getMessage().contains("4 x 3 x 2"));
    }

    static Map<Measure, Double> measures(Volume truth, Volume test, Unit unit) {
        try (VoxelReader truthVoxels = VoxelReader.of(truth); VoxelReader testVoxels = VoxelReader.of(test)) {
            return Measures.of(truthVoxels, testVoxels, unit);
        } catch (IOException impossible) {
            throw new UncheckedIOException("volumes in memory are not read from files", impossible);
        }
    }

    private static Map<Measure, Double> measure(float[] truth, float[] test) {
        return measures(volume(truth), volume(test), Unit.VOXEL);
    }

    private static Volume volume(float[] voxels) {
        return new Volume(NX, NY, NZ, voxels, Affine.scaling(SPACING, new double[3]));
    }
}
