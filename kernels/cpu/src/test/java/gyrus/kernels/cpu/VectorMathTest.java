package gyrus.kernels.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

/** Errors against float64, over every 997th of all floats, and the values at the ends of the range. */
final class VectorMathTest {

    private static final int STRIDE = 997;

    @Test
    void expIsWithinOneAndAHalfUlp() {
        assertWithin(1.5, VectorMath::exp, StrictMath::exp, bits -> true);
    }

    @Test
    void logIsWithinOneAndAHalfUlp() {
        assertWithin(1.5, VectorMath::log, StrictMath::log, bits -> Math.abs(Float.intBitsToFloat(bits)) >= Float.MIN_NORMAL);
    }

    @Test
    void log1pOfUnitIsWithinTwoUlp() {
        assertWithin(2, VectorMath::log1pOfUnit, StrictMath::log1p,
                bits -> Float.intBitsToFloat(bits) >= 0 && Float.intBitsToFloat(bits) <= 1);
    }

    @Test
    void sigmoidIsWithinThreeUlp() {
        assertWithin(3, VectorMath::sigmoid,
                x -> x < 0 ? StrictMath.exp(x) / (1 + StrictMath.exp(x)) : 1 / (1 + StrictMath.exp(-x)),
                bits -> !(Float.intBitsToFloat(bits) < -88));
    }

    @Test
    void tanhIsWithinFiveUlp() {
        assertWithin(5, VectorMath::tanh, StrictMath::tanh, bits -> true);
    }

    @Test
    void erfIsWithinEightUlp() {
        assertWithin(8, VectorMath::erf, VectorMathTest::erf, bits -> true);
    }

    /** The error function by its series without cancellation: Abramowitz and Stegun, 7.1.6. */
    private static double erf(double x) {
        if (Math.abs(x) > 6) {
            return Math.signum(x);
        }
        double term = x;
        double sum = x;
        for (int n = 1; n < 150; n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.sqrt(Math.PI) * StrictMath.exp(-x * x) * sum;
    }

    @Test
    void theEndsOfTheRangeAreRight() {
        float infinity = Float.POSITIVE_INFINITY;
        assertEquals(infinity, lane(VectorMath::exp, infinity));
        assertEquals(infinity, lane(VectorMath::exp, 88.73f));
        assertEquals(0, lane(VectorMath::exp, -infinity));
        assertEquals(1, lane(VectorMath::exp, 0));
        assertEquals(Float.NaN, lane(VectorMath::exp, Float.NaN));
        assertEquals(infinity, lane(VectorMath::log, infinity));
        assertEquals(-infinity, lane(VectorMath::log, 0));
        assertEquals(-infinity, lane(VectorMath::log, -0f));
        assertEquals(0, lane(VectorMath::log, 1));
        assertEquals(Float.NaN, lane(VectorMath::log, -1));
        assertEquals(Float.NaN, lane(VectorMath::log, -infinity));
        assertEquals(Float.NaN, lane(VectorMath::log, Float.NaN));
        assertEquals(0, lane(VectorMath::log1pOfUnit, 0));
        assertEquals(1, lane(VectorMath::sigmoid, infinity));
        assertEquals(0, lane(VectorMath::sigmoid, -infinity));
        assertEquals(0.5f, lane(VectorMath::sigmoid, 0));
        assertEquals(Float.NaN, lane(VectorMath::sigmoid, Float.NaN));
    }

    private static float lane(UnaryOperator<FloatVector> function, float x) {
        return function.apply(FloatVector.broadcast(Simd.SPECIES, x)).lane(0);
    }

    private static void assertWithin(
            double ulps, UnaryOperator<FloatVector> function, DoubleUnaryOperator truth, IntPredicate domain) {
        float[] x = new float[Simd.LANES];
        float[] y = new float[Simd.LANES];
        double worst = 0;
        float where = 0;
        int filled = 0;
        for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += STRIDE) {
            if (!domain.test((int) bits)) {
                continue;
            }
            x[filled++] = Float.intBitsToFloat((int) bits);
            if (filled == x.length) {
                filled = 0;
                function.apply(FloatVector.fromArray(Simd.SPECIES, x, 0)).intoArray(y, 0);
                for (int i = 0; i < x.length; i++) {
                    double error = ulps(y[i], truth.applyAsDouble(x[i]));
                    if (error > worst) {
                        worst = error;
                        where = x[i];
                    }
                }
            }
        }
        String report = "worst error " + worst + " ulp at " + where;
        assertTrue(worst <= ulps, report);
    }

    private static double ulps(float actual, double expected) {
        float rounded = (float) expected;
        if (Float.compare(actual, rounded) == 0 || actual == rounded) {
            return 0;
        }
        if (Float.isInfinite(rounded) || Float.isNaN(rounded) || !Float.isFinite(actual)) {
            return Double.POSITIVE_INFINITY;
        }
        return Math.abs(actual - expected) / Math.ulp(rounded);
    }
}
