package gyrus.app.report.chart;

/** How values are spread along an axis. */
public enum Scale {
    LINEAR("linear"),
    /** Equal factors take equal room; values must be above 0. */
    LOG("log"),
    /** Equal factors of the distance to 1 take equal room, as 0.9, 0.99, 0.999 do; values must be below 1. */
    TOWARDS_ONE("closer to 1");

    private final String words;

    Scale(String words) {
        this.words = words;
    }

    /** The name of the scale, for people. */
    public String words() {
        return words;
    }

    /** Returns whether the value lies on this scale. */
    boolean holds(double value) {
        return Double.isFinite(value) && switch (this) {
            case LINEAR -> true;
            case LOG -> value > 0;
            case TOWARDS_ONE -> value < 1;
        };
    }

    /** The value where distances are even; grows with the value. */
    double spread(double value) {
        return switch (this) {
            case LINEAR -> value;
            case LOG -> Math.log10(value);
            case TOWARDS_ONE -> -Math.log10(1 - value);
        };
    }
}
