package gyrus.app.imaging.slices;

import gyrus.app.imaging.volume.PatientAxis;

/**
 * A way to cut a head into planes: which direction of the body leads from slice to slice, and which run across and up a plane.
 * Slices go from left to right, back to front, bottom to top.
 */
public enum View {
    /** Anterior to the right, superior on top. */
    SAGITTAL(PatientAxis.LEFT_RIGHT, PatientAxis.POSTERIOR_ANTERIOR, PatientAxis.INFERIOR_SUPERIOR),
    /** The patient's right to the right, superior on top. */
    CORONAL(PatientAxis.POSTERIOR_ANTERIOR, PatientAxis.LEFT_RIGHT, PatientAxis.INFERIOR_SUPERIOR),
    /** The patient's right to the right, anterior on top. */
    AXIAL(PatientAxis.INFERIOR_SUPERIOR, PatientAxis.LEFT_RIGHT, PatientAxis.POSTERIOR_ANTERIOR);

    private final PatientAxis through;
    private final PatientAxis across;
    private final PatientAxis up;

    View(PatientAxis through, PatientAxis across, PatientAxis up) {
        this.through = through;
        this.across = across;
        this.up = up;
    }

    /** Returns the direction from one slice to the next. */
    public PatientAxis through() {
        return through;
    }

    /** Returns the direction along which columns grow. */
    public PatientAxis across() {
        return across;
    }

    /** Returns the direction against which rows grow: its positive end is row 0. */
    public PatientAxis up() {
        return up;
    }
}
