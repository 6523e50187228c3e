package gyrus.app.imaging.measures;

import java.util.Optional;

/**
 * The measures of EvaluateSegmentation, the tool of the VISCERAL challenges, in the order of its table, and measures of the two
 * surfaces, always in millimetres.
 *
 * <p>Four of them differ from what that tool prints. ICCORR there mixes voxels of 0 to 255 with a grand mean of 0 to 1.
 * PROBDST is printed 255 times too small. AVGDIST and bAVD in millimetres come out slightly too high (about a thousandth of
 * a millimetre) where voxels are anisotropic. Here all four are the values of their definitions.
 *
 * <p>With empty masks every measure follows from one of three rules. Agreement measured as a ratio is 1 where the ratio is 0
 * to 0 ({@link Overlap}). Entropies and errors of nothing are 0. What needs a place (HDRFDST, AVGDIST, bAVD, MAHLNBS,
 * HD95, ASSD) has no value: NaN.
 */
public enum Measure {
    /** 2 TP / (2 TP + FP + FN). */
    DICE("Dice coefficient", Dimension.NUMBER),
    /** TP / (TP + FP + FN). */
    JACRD("Jaccard index (intersection over union)", Dimension.NUMBER),
    /** (R - FALLOUT + 1) / 2: the ROC curve of two segments through one point. */
    AUC("Area under the ROC curve", Dimension.NUMBER),
    /** (TP + TN - e) / (n - e), with e = ((TN + FN)(TN + FP) + (FP + TP)(FN + TP)) / n. */
    KAPPA("Cohen's kappa", Dimension.NUMBER),
    /** (a + d) / (a + b + c + d). */
    RNDIND("Rand index", Dimension.NUMBER),
    /** (a - e) / ((2a + b + c) / 2 - e), with e = (a + b)(a + c) / (a + b + c + d). */
    ADJRIND("Adjusted Rand index", Dimension.NUMBER),
    /** (B - W) / (B + W), with the mean squares B between and W within voxels: ICC(1,1) of Shrout and Fleiss (1979). */
    ICCORR("Intraclass correlation", Dimension.NUMBER),
    /** 1 - |FN - FP| / (2 TP + FP + FN). */
    VOLSMTY("Volumetric similarity", Dimension.NUMBER),
    /** H1 + H2 - H12. */
    MUTINF("Mutual information", Dimension.INFORMATION),
    /** the largest of all d(x, S) for x in T and d(y, T) for y in S. */
    HDRFDST("Hausdorff distance", Dimension.DISTANCE),
    /** (mean of d(x, S) for x in T + mean of d(y, T) for y in S) / 2. */
    AVGDIST("Average distance", Dimension.DISTANCE),
    /** (sum of d(x, S) for x in T + sum of d(y, T) for y in S) / (2 |T|): Aydin et al. (2021). */
    BAVD("bAVD", "Balanced average distance", Dimension.DISTANCE),
    /** sqrt(m C^-1 m), with m the difference of the mean positions of T and S, and C the mean of their covariances by size. */
    MAHLNBS("Mahalanobis distance", Dimension.NUMBER),
    /** H1 + H2 - 2 MUTINF. */
    VARINFO("Variation of information", Dimension.INFORMATION),
    /** the mean error of a voxel, truth against test or test against truth, the smaller one: Martin et al. (2001). */
    GCOERR("Global consistency error", Dimension.NUMBER),
    /** (sum of |f - g|) / (2 sum of f g). */
    PROBDST("Probabilistic distance", Dimension.NUMBER),
    /** TP / (TP + FN). */
    SNSVTY("Sensitivity (recall)", Dimension.NUMBER),
    /** TN / (TN + FP). */
    SPCFTY("Specificity", Dimension.NUMBER),
    /** TP / (TP + FP). */
    PRCISON("Precision", Dimension.NUMBER),
    /** 2 P R / (P + R). */
    FMEASR("F-measure", Dimension.NUMBER),
    /** (TP + TN) / n. */
    ACURCY("Accuracy", Dimension.NUMBER),
    /** 1 - SPCFTY. */
    FALLOUT("Fallout (false positive rate)", Dimension.NUMBER),
    /** sum of min(f, g). */
    TP("True positives", Dimension.COUNT),
    /** sum of max(g - f, 0). */
    FP("False positives", Dimension.COUNT),
    /** sum of 1 - max(f, g). */
    TN("True negatives", Dimension.COUNT),
    /** sum of max(f - g, 0). */
    FN("False negatives", Dimension.COUNT),
    /** (TP + FN) times the volume of a voxel. */
    REFVOL("Volume of the truth", Dimension.VOLUME),
    /** (TP + FP) times the volume of a voxel. */
    SEGVOL("Volume of the test", Dimension.VOLUME),
    /** the larger of the 95th percentiles of d(x, B(S)) for x in B(T) and of d(y, B(T)) for y in B(S), interpolated linearly. */
    HD95("Surfaces: Hausdorff distance, 95 %", Dimension.MILLIMETER),
    /** (sum of d(x, B(S)) for x in B(T) + sum of d(y, B(T)) for y in B(S)) / (|B(T)| + |B(S)|). */
    ASSD("Surfaces: average symmetric distance", Dimension.MILLIMETER),
    /** the share of all x in B(T) and y in B(S) at most 1 mm from the other surface: after Nikolov et al. (2021). */
    NSD1("Surfaces: Dice at 1 mm", Dimension.NUMBER),
    /** the share of all x in B(T) and y in B(S) at most 2 mm from the other surface. */
    NSD2("Surfaces: Dice at 2 mm", Dimension.NUMBER);

    /** The kind of quantity of a measure. */
    private enum Dimension { NUMBER, COUNT, INFORMATION, DISTANCE, MILLIMETER, VOLUME }

    private final String code;
    private final String title;
    private final Dimension dimension;

    Measure(String code, String title, Dimension dimension) {
        this.code = code;
        this.title = title;
        this.dimension = dimension;
    }

    Measure(String title, Dimension dimension) {
        this.code = name();
        this.title = title;
        this.dimension = dimension;
    }

    /** Returns the code in EvaluateSegmentation, such as {@code HDRFDST}. */
    public String code() {
        return code;
    }

    /** Returns the name in words. */
    public String title() {
        return title;
    }

    /** Returns the symbol of the measure's unit; empty for a plain number. */
    public String unit(Unit unit) {
        return switch (dimension) {
            case NUMBER -> "";
            case COUNT -> "voxel";
            case INFORMATION -> "bit";
            case DISTANCE -> unit.distance();
            case MILLIMETER -> Unit.MILLIMETER.distance();
            case VOLUME -> unit.volume();
        };
    }

    /** Returns the reason why a value is NaN or infinite; empty for a finite value. */
    public Optional<String> note(double value) {
        if (Double.isFinite(value)) {
            return Optional.empty();
        }
        return Optional.of(switch (this) {
            case HDRFDST, AVGDIST, BAVD -> "undefined: a mask without foreground is at no distance from anything";
            case HD95, ASSD -> "undefined: a mask without foreground has no surface, or the header gives no size of voxels in mm";
            case NSD1, NSD2 -> "undefined: the header gives no size of voxels in mm";
            case MAHLNBS -> Double.isNaN(value)
                    ? "undefined: a mask without foreground has no centre"
                    : "infinite: both masks are flat, and lie in different planes";
            case PROBDST -> "infinite: the two share no foreground";
            case ICCORR -> "undefined: it needs more than one voxel";
            default -> "undefined: " + value;
        });
    }
}
