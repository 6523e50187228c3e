package gyrus.app.report.chart;

/** The map from values to positions along an axis. */
public enum Scale {
    LINEAR("linear"),
    /** Logarithmic: equal factors have equal lengths. Values must be above 0. */
    LOG("log"),
    /** Logarithmic in the distance to 1: from 0.9 to 0.99 is as long as from 0.99 to 0.999. Values must be below 1. */
    TOWARDS_ONE("closer to 1");

    private final String words;

    Scale(String words) {
        this.words = words;
    }

    /** Returns the name of the scale, for people. */
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

    /** Returns the position of a value up to offset and factor; it grows with the value. */
    double spread(double value) {
        return switch (this) {
            case LINEAR -> value;
            case LOG -> Math.log10(value);
            case TOWARDS_ONE -> -Math.log10(1 - value);
        };
    }
}
