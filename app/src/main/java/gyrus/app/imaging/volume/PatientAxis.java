package gyrus.app.imaging.volume;

/** The three directions of the body, in the order of the RAS+ world axes x, y, z. */
public enum PatientAxis {
    LEFT_RIGHT('L', 'R'),
    POSTERIOR_ANTERIOR('P', 'A'),
    INFERIOR_SUPERIOR('I', 'S');

    private final char negative;
    private final char positive;

    PatientAxis(char negative, char positive) {
        this.negative = negative;
        this.positive = positive;
    }

    /** Returns the letter of the side towards which millimetres grow ({@code R}, {@code A}, {@code S}), or of the opposite side. */
    char letter(boolean towardsPositive) {
        return towardsPositive ? positive : negative;
    }
}
