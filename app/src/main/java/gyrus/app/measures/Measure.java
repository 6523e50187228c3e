package gyrus.app.measures;

import java.util.Optional;

/**
 * The measures of EvaluateSegmentation, the tool of the VISCERAL challenges, in the order of its table.
 *
 * <p>Four of them differ from what that tool prints. ICCORR there mixes voxels of 0 to 255 with a grand mean of 0 to 1.
 * PROBDST is printed 255 times too small. AVGDIST and bAVD in millimetres come out slightly too high (about a thousandth of
 * a millimetre) where voxels are anisotropic. Here all four are the values of their definitions.
 *
 * <p>With empty masks every measure follows from one of three rules. Agreement measured as a ratio is 1 where the ratio is 0
 * to 0 ({@link Overlap}). Entropies and errors of nothing are 0. What needs a place (HDRFDST, AVGDIST, bAVD, MAHLNBS) has
 * no value: NaN.
 */
public enum Measure {
    DICE("Dice coefficient", Dimension.NUMBER),
    JACRD("Jaccard index (intersection over union)", Dimension.NUMBER),
    AUC("Area under the ROC curve", Dimension.NUMBER),
    KAPPA("Cohen's kappa", Dimension.NUMBER),
    RNDIND("Rand index", Dimension.NUMBER),
    ADJRIND("Adjusted Rand index", Dimension.NUMBER),
    ICCORR("Intraclass correlation", Dimension.NUMBER),
    VOLSMTY("Volumetric similarity", Dimension.NUMBER),
    MUTINF("Mutual information", Dimension.INFORMATION),
    HDRFDST("Hausdorff distance", Dimension.DISTANCE),
    AVGDIST("Average distance", Dimension.DISTANCE),
    BAVD("bAVD", "Balanced average distance", Dimension.DISTANCE),
    MAHLNBS("Mahalanobis distance", Dimension.NUMBER),
    VARINFO("Variation of information", Dimension.INFORMATION),
    GCOERR("Global consistency error", Dimension.NUMBER),
    PROBDST("Probabilistic distance", Dimension.NUMBER),
    SNSVTY("Sensitivity (recall)", Dimension.NUMBER),
    SPCFTY("Specificity", Dimension.NUMBER),
    PRCISON("Precision", Dimension.NUMBER),
    FMEASR("F-measure", Dimension.NUMBER),
    ACURCY("Accuracy", Dimension.NUMBER),
    FALLOUT("Fallout (false positive rate)", Dimension.NUMBER),
    TP("True positives", Dimension.COUNT),
    FP("False positives", Dimension.COUNT),
    TN("True negatives", Dimension.COUNT),
    FN("False negatives", Dimension.COUNT),
    REFVOL("Volume of the truth", Dimension.VOLUME),
    SEGVOL("Volume of the test", Dimension.VOLUME);

    /** What kind of quantity a measure is. */
    private enum Dimension { NUMBER, COUNT, INFORMATION, DISTANCE, VOLUME }

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

    /** The tool's code, such as {@code HDRFDST}. */
    public String code() {
        return code;
    }

    /** The name in words. */
    public String title() {
        return title;
    }

    /** The symbol of the measure's unit, empty for a plain number. */
    public String unit(Unit unit) {
        return switch (dimension) {
            case NUMBER -> "";
            case COUNT -> "voxel";
            case INFORMATION -> "bit";
            case DISTANCE -> unit.distance();
            case VOLUME -> unit.volume();
        };
    }

    /** Why a value is no finite number; nothing for one that is. */
    public Optional<String> note(double value) {
        if (Double.isFinite(value)) {
            return Optional.empty();
        }
        return Optional.of(switch (this) {
            case HDRFDST, AVGDIST, BAVD -> "undefined: a mask without foreground is at no distance from anything";
            case MAHLNBS -> Double.isNaN(value)
                    ? "undefined: a mask without foreground has no centre"
                    : "infinite: both masks are flat, and lie in different planes";
            case PROBDST -> "infinite: the two share no foreground";
            case ICCORR -> "undefined: it needs more than one voxel";
            default -> "undefined: " + value;
        });
    }
}
