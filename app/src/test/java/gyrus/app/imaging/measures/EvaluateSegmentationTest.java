package gyrus.app.imaging.measures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.imaging.nifti.NiftiReader;
import gyrus.app.imaging.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The values EvaluateSegmentation printed for six mask pairs, and where they are known to be wrong, a plain computation. */
class EvaluateSegmentationTest {

    private static final Path DATA = Path.of("src/test/resources/gyrus/app/measures/evaluate-segmentation");
    private static final double PRINTED = 1e-6; // six decimals
    private static final Set<Measure> MISPRINTED = EnumSet.of(Measure.ICCORR, Measure.PROBDST);
    private static final Set<Measure> SURFACES = EnumSet.range(Measure.HD95, Measure.NSD2); // the tool has none
    private static final Set<Measure> WRONG_IF_ANISOTROPIC = EnumSet.of(Measure.AVGDIST, Measure.BAVD);

    @ParameterizedTest(name = "{0} in {1}")
    @CsvSource({
        "case1, VOXEL", "case2, VOXEL", "case3, VOXEL", "case4, VOXEL", "case5, VOXEL", "case6, VOXEL",
        "case1, MILLIMETER", "case2, MILLIMETER", "case3, MILLIMETER",
        "case4, MILLIMETER", "case5, MILLIMETER", "case6, MILLIMETER",
    })
    void measuresAreThoseOfTheToolWhereItIsRight(String name, Unit unit) throws IOException {
        JsonNode reference = JsonMapper.shared().readTree(DATA.resolve("expected.json")).get("cases").get(name);
        JsonNode printed = reference.get(unit.name().toLowerCase(Locale.ROOT));
        Volume truth = NiftiReader.read(DATA.resolve(name + "_truth.nii.gz"));
        Volume test = NiftiReader.read(DATA.resolve(name + "_test.nii.gz"));
        Map<Measure, Double> values = MeasuresTest.measures(truth, test, unit);

        double[] spacing = truth.affine().spacing();
        boolean anisotropic = unit == Unit.MILLIMETER && (spacing[0] != spacing[1] || spacing[1] != spacing[2]);
        Set<Measure> right = EnumSet.allOf(Measure.class);
        right.removeAll(MISPRINTED);
        right.removeAll(SURFACES);
        if (anisotropic) {
            right.removeAll(WRONG_IF_ANISOTROPIC);
            assertAverageDistancesByBruteForce(truth, test, unit.axes(truth.geometry()), values, printed);
        }
        for (Measure measure : right) {
            assertEquals(printed.get(measure.code()).doubleValue(), values.get(measure), PRINTED, measure.code());
        }
        assertEquals(printed.get("PROBDST").doubleValue() * 255, values.get(Measure.PROBDST), PRINTED * 255);
        double correlation = MeasuresTest.anovaCorrelation(truth.voxels(), test.voxels());
        assertEquals(correlation, values.get(Measure.ICCORR), 1e-10);
        assertTrue(Math.abs(printed.get("ICCORR").doubleValue() - correlation) > 0.01, "the tool's ICCORR is another");
    }

    private static void assertAverageDistancesByBruteForce(
            Volume truth, Volume test, double[][] axes, Map<Measure, Double> values, JsonNode printed) {
        ForegroundDistances plain = MeasuresTest.plainDistances(
                truth.voxels(), test.voxels(), truth.nx(), truth.ny(), truth.nz(), axes);
        assertEquals(plain.average(), values.get(Measure.AVGDIST), 1e-10);
        assertEquals(plain.balancedAverage(), values.get(Measure.BAVD), 1e-10);
        assertTrue(printed.get("AVGDIST").doubleValue() > plain.average() + PRINTED, "the tool's AVGDIST is slightly high");
        assertTrue(printed.get("bAVD").doubleValue() > plain.balancedAverage() + PRINTED, "and so is its bAVD");
    }
}
