package gyrus.kernels.map.binary;

/** A function of two numbers. */
public enum BinaryFunction {
    ADD, SUBTRACT, MULTIPLY, DIVIDE, MAXIMUM,
    /** One where a > b, else zero. */
    GREATER,
    /** One where a = b, else zero. */
    EQUAL,
    /** a where b > 0, -a where b < 0, else zero. */
    SIGN_TRANSFER;

    double apply(double a, double b) {
        return switch (this) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case MAXIMUM -> Math.max(a, b);
            case GREATER -> a > b ? 1 : 0;
            case EQUAL -> a == b ? 1 : 0;
            case SIGN_TRANSFER -> b > 0 ? a : b < 0 ? -a : 0;
        };
    }
}
