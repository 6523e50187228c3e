package gyrus.bench.pages;

import gyrus.app.imaging.measures.Measure;
import gyrus.app.imaging.measures.Unit;

/** The page of all measures of {@code gyrus evaluate}: names and units from the program, formulas from its comments. */
final class MeasuresPage {

    private MeasuresPage() {}

    static String text() {
        Sources.Comments comments = Sources.comments(Measure.class);
        Table table = new Table("code", "measure", "unit", "formula");
        for (Measure measure : Measure.values()) {
            String voxel = measure.unit(Unit.VOXEL);
            String millimeter = measure.unit(Unit.MILLIMETER);
            table.row("`" + measure.code() + "`", measure.title(), voxel.equals(millimeter) ? voxel : voxel + " or " + millimeter,
                    comments.of(measure.name()));
        }
        return """
                # Measures

                This page is generated from the program. `gyrus evaluate` compares a test segmentation with the truth by
                these measures. Names and formulas follow Taha and Hanbury (BMC Medical Imaging 15:29, 2015) and their tool
                EvaluateSegmentation.

                A voxel has a membership f in the truth and g in the test, each between 0 and 1. Masks have memberships 0 and 1.
                The sums run over all n voxels of the volume:

                | symbol | meaning |
                |---|---|
                | TP | sum of min(f, g): true positives |
                | FP | sum of max(g - f, 0): false positives |
                | FN | sum of max(f - g, 0): false negatives |
                | TN | sum of 1 - max(f, g): true negatives |
                | P, R | precision TP / (TP + FP), recall TP / (TP + FN) |
                | T, S | voxels of the truth and of the test with membership above 0.5 |
                | d(x, S) | distance from voxel x to the nearest voxel of S |
                | B(S) | boundary voxels of S: one of their six neighbours is not in S, or lies outside the grid |
                | a, b, c, d | pairs of voxels that share a segment in both, in the truth only, in the test only, in neither |
                | H1, H2, H12 | entropies in bits of a random voxel's label in the truth, in the test, and of both labels together |

                A ratio of 0 to 0 is 1: two empty masks agree. `--unit millimeter` measures distances in millimetres and volumes in
                millilitres; without it both are in voxels. Surfaces are always measured in millimetres, between the centres of
                voxels, in the coordinates of the scanner: unequal and oblique voxel sizes count.

                """ + table + """

                `gyrus evaluate` prints `-` (JSON: `null`) for a measure without a value, and a note that says why. Distances
                and MAHLNBS have no value for an empty mask. ICCORR has none for a single voxel.

                Four measures differ from what EvaluateSegmentation prints. ICCORR there mixes voxels of 0 to 255 with a mean
                of 0 to 1, PROBDST is 255 times too small, and AVGDIST and bAVD in millimetres are slightly too high on
                anisotropic voxels. Gyrus prints the values of the definitions.
                """;
    }
}
