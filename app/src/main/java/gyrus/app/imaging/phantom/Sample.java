package gyrus.app.imaging.phantom;

/** The mixture of tissues at one point; later tissues cover earlier ones. */
final class Sample {

    /** An edge between tissues spreads over this many mm: the partial volume of a voxel of that size. */
    private static final double EDGE = 2.4;

    private final double[] intensities;
    private double intensity;
    private Tissue tissue = Tissue.AIR;
    private boolean brain;

    /** @param intensities of each tissue, by ordinal */
    Sample(double[] intensities) {
        this.intensities = intensities;
    }

    void clear() {
        intensity = 0;
        tissue = Tissue.AIR;
        brain = false;
    }

    /**
     * Paints a tissue over what is there, inside a shape.
     *
     * @param distance to the shape's surface in mm, negative inside
     * @param texture scales the tissue's intensity, around 1
     */
    void paint(Tissue over, double distance, double texture) {
        double coverage = Math.clamp(0.5 - distance / EDGE, 0.0, 1.0);
        intensity += coverage * (intensities[over.ordinal()] * texture - intensity);
        if (coverage > 0.5) {
            tissue = over;
        }
    }

    void markBrain() {
        brain = true;
    }

    /** Returns the intensity relative to white matter. */
    double intensity() {
        return intensity;
    }

    /** Returns the tissue painted last over more than half of the point. */
    Tissue tissue() {
        return tissue;
    }

    /** Returns whether the point lies inside the brain's hull: grey and white matter, ventricles and sulci. */
    boolean brain() {
        return brain;
    }
}
