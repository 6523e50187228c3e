package gyrus.app.imaging.phantom;

/** A tissue of a head, with its FLAIR intensity relative to white matter and the variation between scans. */
enum Tissue {
    AIR(0, 0),
    SKIN(0.7, 0.15),
    FAT(1.1, 0.5),
    MUSCLE(0.88, 0.17),
    BONE(0.1, 0.04),
    MARROW(0.55, 0.15),
    MUCOSA(0.95, 0.25),
    VITREOUS(0.16, 0.04),
    CSF(0.15, 0.05),
    GREY(1.2, 0.04),
    WHITE(1, 0),
    LESION(1.85, 0.15);

    private final double intensity;
    private final double spread;

    Tissue(double intensity, double spread) {
        this.intensity = intensity;
        this.spread = spread;
    }

    /** Returns the intensities of one scan's protocol, by ordinal: uniform within the spread. */
    static double[] intensities(Draws draws) {
        double[] intensities = new double[values().length];
        for (Tissue tissue : values()) {
            intensities[tissue.ordinal()] = tissue.intensity + tissue.spread * draws.between(-1, 1);
        }
        return intensities;
    }
}
