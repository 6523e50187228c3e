package gyrus.kernels.map.binary;

/** A function of two numbers. */
public enum BinaryFunction {
    ADD, SUBTRACT, MULTIPLY, DIVIDE, MAXIMUM, MINIMUM,
    /** {@code a > b ? 1 : 0}. */
    GREATER,
    /** {@code a == b ? 1 : 0}. */
    EQUAL,
    /** {@code b > 0 ? a : b < 0 ? -a : 0}. */
    SIGN_TRANSFER;

    double apply(double a, double b) {
        return switch (this) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case MAXIMUM -> Math.max(a, b);
            case MINIMUM -> Math.min(a, b);
            case GREATER -> a > b ? 1 : 0;
            case EQUAL -> a == b ? 1 : 0;
            case SIGN_TRANSFER -> b > 0 ? a : b < 0 ? -a : 0;
        };
    }
}
