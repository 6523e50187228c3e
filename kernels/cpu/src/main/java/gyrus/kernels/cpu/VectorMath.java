package gyrus.kernels.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Elementary functions of vectors, the same bits at every vector width. Their errors, in units in the last place of float32,
 * are tested over the whole range. Kernels use the loops in place over scratch memory: one function's loop is about as much as
 * the compiler inlines, and what it does not inline it boxes.
 *
 * <p>Method: argument reduction by fused multiply-adds with ln 2 in two parts (Cody and Waite, 1980), then a polynomial.
 * Coefficients: S. Moshier's Cephes library, {@code expf} and {@code logf}.
 */
public final class VectorMath {

    private static final float LOG2_E = 0x1.715476p0f;
    private static final float LN2_HIGH = 0x1.62e43p-1f;
    private static final float LN2_LOW = -0x1.05c61p-29f;
    private static final float ROUNDER = 0x1.8p23f; // adding it leaves the nearest integer in the low bits
    private static final float EXP_UNDERFLOW = -104;
    private static final float EXP_OVERFLOW = 89;

    private static final float SQRT_HALF = 0x1.6a09e6p-1f;
    private static final int EXPONENT_SHIFT = 23;
    private static final int EXPONENT_BIAS = 127;

    private VectorMath() {}

    /** Replaces {@code count} numbers from a byte address on, and what follows up to a whole vector, by their exponentials. */
    public static void exp(long x, int count) {
        for (int i = 0; i < count; i += Simd.LANES) {
            Simd.store(exp(Simd.load(x + 4L * i)), x + 4L * i);
        }
    }

    /** Replaces each number with its natural logarithm. */
    public static void log(long x, int count) {
        for (int i = 0; i < count; i += Simd.LANES) {
            Simd.store(log(Simd.load(x + 4L * i)), x + 4L * i);
        }
    }

    /** Replaces each number x in [0, 1] with ln(1 + x). */
    public static void log1pOfUnit(long x, int count) {
        for (int i = 0; i < count; i += Simd.LANES) {
            Simd.store(log1pOfUnit(Simd.load(x + 4L * i)), x + 4L * i);
        }
    }

    /** Replaces each number with its sigmoid. */
    public static void sigmoid(long x, int count) {
        for (int i = 0; i < count; i += Simd.LANES) {
            Simd.store(sigmoid(Simd.load(x + 4L * i)), x + 4L * i);
        }
    }

    /** e^x, within 1.5 ulp; denormal results too. */
    static FloatVector exp(FloatVector x) {
        FloatVector clamped = x.max(EXP_UNDERFLOW).min(EXP_OVERFLOW); // NaN stays NaN
        FloatVector shifted = clamped.mul(LOG2_E).add(ROUNDER);
        FloatVector n = shifted.sub(ROUNDER);
        FloatVector r = n.fma(broadcast(-LN2_HIGH), clamped);
        r = n.fma(broadcast(-LN2_LOW), r);
        FloatVector p = r.fma(broadcast(1.9875691500e-4f), broadcast(1.3981999507e-3f));
        p = p.fma(r, broadcast(8.3334519073e-3f));
        p = p.fma(r, broadcast(4.1665795894e-2f));
        p = p.fma(r, broadcast(1.6666665459e-1f));
        p = p.fma(r, broadcast(5.0000001201e-1f));
        p = p.fma(r.mul(r), r).add(1);
        // 2^n in two factors, for n reaches from -150 to 128
        IntVector exponent = shifted.reinterpretAsInts().sub(Float.floatToRawIntBits(ROUNDER));
        IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
        return p.mul(powerOfTwo(half)).mul(powerOfTwo(exponent.sub(half)));
    }

    /** ln x, within 1.5 ulp; -infinity at zero, which denormal arguments count as, and NaN below. */
    static FloatVector log(FloatVector x) {
        FloatVector result = x.blend(logOfNormal(x), x.compare(VectorOperators.LT, Float.POSITIVE_INFINITY)); // NaN stays
        result = result.blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.LT, Float.MIN_NORMAL));
        return result.blend(Float.NaN, x.compare(VectorOperators.LT, 0));
    }

    /** Returns the natural logarithms of positive normal numbers. */
    private static FloatVector logOfNormal(FloatVector x) {
        // x = m * 2^e with m in [sqrt(1/2), sqrt(2))
        IntVector bits = x.reinterpretAsInts();
        IntVector exponent = bits.sub(Float.floatToRawIntBits(SQRT_HALF)).lanewise(VectorOperators.ASHR, EXPONENT_SHIFT);
        FloatVector e = exponent.add(Float.floatToRawIntBits(ROUNDER)).reinterpretAsFloats().sub(ROUNDER);
        FloatVector f = bits.sub(exponent.lanewise(VectorOperators.LSHL, EXPONENT_SHIFT)).reinterpretAsFloats().sub(1);
        FloatVector p = f.fma(broadcast(7.0376836292e-2f), broadcast(-1.1514610310e-1f));
        p = p.fma(f, broadcast(1.1676998740e-1f));
        p = p.fma(f, broadcast(-1.2420140846e-1f));
        p = p.fma(f, broadcast(1.4249322787e-1f));
        p = p.fma(f, broadcast(-1.6668057665e-1f));
        p = p.fma(f, broadcast(2.0000714765e-1f));
        p = p.fma(f, broadcast(-2.4999993993e-1f));
        p = p.fma(f, broadcast(3.3333331174e-1f));
        FloatVector square = f.mul(f);
        FloatVector tail = e.fma(broadcast(LN2_LOW), p.mul(f).mul(square));
        tail = square.fma(broadcast(-0.5f), tail);
        return e.fma(broadcast(LN2_HIGH), f.add(tail));
    }

    /** ln(1 + x), within 2 ulp for x in [0, 1]: what 1 + x lost by rounding is given back as its share of the derivative. */
    static FloatVector log1pOfUnit(FloatVector x) {
        FloatVector sum = x.add(1);
        FloatVector lost = x.sub(sum.sub(1));
        return logOfNormal(sum).add(lost.div(sum));
    }

    /** 1 / (1 + e^-x), within 3 ulp; below -88 it vanishes, a little before float32 does. */
    static FloatVector sigmoid(FloatVector x) {
        return broadcast(1).div(exp(x.neg()).add(1));
    }

    private static FloatVector powerOfTwo(IntVector exponent) {
        return exponent.add(EXPONENT_BIAS).lanewise(VectorOperators.LSHL, EXPONENT_SHIFT).reinterpretAsFloats();
    }

    private static FloatVector broadcast(float value) {
        return FloatVector.broadcast(Simd.SPECIES, value);
    }
}
