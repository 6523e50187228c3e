package gyrus.ptx.instruction;

import gyrus.ptx.source.Statement;

/** The rounding of a float32 result: to nearest, towards zero, down or up. */
public enum Rounding {
    NEAREST, ZERO, DOWN, UP;

    /** Returns the rounding that the modifiers of a statement request. */
    public static Rounding of(Statement statement) {
        return statement.has("rz") ? ZERO : statement.has("rm") ? DOWN : statement.has("rp") ? UP : NEAREST;
    }

    /** Returns {@code a b + c}, rounded once. The product is exact in double, and so is the error of the sum (Knuth's two-sum). */
    public float fma(float a, float b, float c) {
        if (this == NEAREST) {
            return Math.fma(a, b, c);
        }
        double product = (double) a * b;
        double sum = product + c;
        double part = sum - product;
        double error = (product - (sum - part)) + (c - part);
        return round(sum, error);
    }

    /**
     * Returns the exact value {@code sum + error} rounded to float32; the error is less than half a unit in the last place of the
     * sum.
     */
    public float round(double sum, double error) {
        float nearest = (float) sum;
        if (this == NEAREST || Float.isNaN(nearest) || Double.isInfinite(sum)) {
            return nearest;
        }
        boolean above = nearest > sum || nearest == sum && error < 0;
        boolean below = nearest < sum || nearest == sum && error > 0;
        Rounding towards = this != ZERO ? this : sum < 0 ? UP : DOWN;
        return towards == DOWN && above ? Math.nextDown(nearest) : towards == UP && below ? Math.nextUp(nearest) : nearest;
    }
}
