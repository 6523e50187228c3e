package gyrus.kernels.map.unary;

/** A function of one number. */
public enum UnaryFunction {
    IDENTITY, ABS, SQUARE, SQRT, EXP, LOG, SIGMOID, TANH, ERF, RELU, RECIPROCAL;

    double apply(double x) {
        return switch (this) {
            case IDENTITY -> x;
            case ABS -> Math.abs(x);
            case SQUARE -> x * x;
            case SQRT -> Math.sqrt(x);
            case EXP -> Math.exp(x);
            case LOG -> Math.log(x);
            case SIGMOID -> 1 / (1 + Math.exp(-x));
            case TANH -> Math.tanh(x);
            case ERF -> ErrorFunction.of(x);
            case RELU -> Math.max(x, 0);
            case RECIPROCAL -> 1 / x;
        };
    }

    /** Returns whether the function is defined for positive numbers only. */
    boolean needsPositive() {
        return this == SQRT || this == LOG || this == RECIPROCAL;
    }
}
