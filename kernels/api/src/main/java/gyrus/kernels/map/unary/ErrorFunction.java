package gyrus.kernels.map.unary;

/** The error function {@code erf(x) = 2 / sqrt(pi) times the integral of exp(-t^2) from 0 to x} in double precision. */
final class ErrorFunction {

    private static final double ONE_FROM = 6; // 1 - erf(6) is 2e-17
    private static final int TERMS = 150; // the last one at x = 6 is below 1e-20 of the sum

    private ErrorFunction() {}

    /**
     * Computes erf(x) by a series without cancellation, {@code 2 / sqrt(pi) exp(-x^2) sum over n of 2^n x^(2n+1) / (2n+1)!!}.
     * Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 7.1.6.
     */
    static double of(double x) {
        if (Math.abs(x) >= ONE_FROM) {
            return Math.signum(x);
        }
        double term = x;
        double sum = x;
        for (int n = 1; n < TERMS; n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
    }
}
