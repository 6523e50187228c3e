package gyrus.kernels.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Elementary functions of vectors, with equal bits at every vector width. Tests check their errors, in units in the last place of
 * float32, over the whole range. Kernels call the loops over scratch memory. Each function has a loop of its own, because the JIT
 * compiler inlines about one function per loop, and allocates vectors for calls that it does not inline.
 *
 * <p>The method is argument reduction by fused multiply-adds with ln 2 in two parts (Cody and Waite, 1980), then a polynomial. The
 * coefficients are those of {@code expf} and {@code logf} in S. Moshier's library Cephes.
 */
public final class VectorMath {

    private static final float LOG2_E = 0x1.715476p0f;
    private static final float LN2_HIGH = 0x1.62e43p-1f;
    private static final float LN2_LOW = -0x1.05c61p-29f;
    private static final float ROUNDER = 0x1.8p23f; // adding it leaves the nearest integer in the low bits
    private static final float EXP_UNDERFLOW = -104;
    private static final float EXP_OVERFLOW = 89;

    private static final float TANH_ONE_FROM = 7.90531110763549805f;
    private static final float ERF_ONE_FROM = 4;

    private static final float SQRT_HALF = 0x1.6a09e6p-1f;
    private static final int EXPONENT_SHIFT = 23;
    private static final int EXPONENT_BIAS = 127;

    private VectorMath() {}

    /**
     * Replaces {@code count} numbers from a byte address on with their exponentials, and also those after them up to a whole
     * vector.
     */
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

    /** Replaces each number with its hyperbolic tangent. */
    public static void tanh(long x, int count) {
        for (int i = 0; i < count; i += Simd.LANES) {
            Simd.store(tanh(Simd.load(x + 4L * i)), x + 4L * i);
        }
    }

    /** Replaces each number with its error function. */
    public static void erf(long x, int count) {
        for (int i = 0; i < count; i += Simd.LANES) {
            Simd.store(erf(Simd.load(x + 4L * i)), x + 4L * i);
        }
    }

    /** Returns e^x within 1.5 ulp, including denormal results. */
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

    /** Returns ln x within 1.5 ulp: -infinity for zero and denormal numbers, NaN for negative ones. */
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

    /**
     * Returns ln(1 + x) within 2 ulp for x in [0, 1]. The rounding error of 1 + x, times the derivative, is added to the
     * logarithm.
     */
    static FloatVector log1pOfUnit(FloatVector x) {
        FloatVector sum = x.add(1);
        FloatVector lost = x.sub(sum.sub(1));
        return logOfNormal(sum).add(lost.div(sum));
    }

    /** Returns 1 / (1 + e^-x) within 3 ulp; it underflows to 0 below -88, a little before float32 does. */
    static FloatVector sigmoid(FloatVector x) {
        return broadcast(1).div(exp(x.neg()).add(1));
    }

    /** Returns tanh x within 5 ulp, as a rational function with the coefficients of {@code ptanh_float} in the library Eigen. */
    static FloatVector tanh(FloatVector x) {
        FloatVector clamped = x.max(-TANH_ONE_FROM).min(TANH_ONE_FROM);
        FloatVector square = clamped.mul(clamped);
        FloatVector p = square.fma(broadcast(-2.76076847742355e-16f), broadcast(2.00018790482477e-13f));
        p = p.fma(square, broadcast(-8.60467152213735e-11f));
        p = p.fma(square, broadcast(5.12229709037114e-08f));
        p = p.fma(square, broadcast(1.48572235717979e-05f));
        p = p.fma(square, broadcast(6.37261928875436e-04f));
        p = p.fma(square, broadcast(4.89352455891786e-03f));
        FloatVector q = square.fma(broadcast(1.19825839466702e-06f), broadcast(1.18534705686654e-04f));
        q = q.fma(square, broadcast(2.26843463243900e-03f));
        q = q.fma(square, broadcast(4.89352518554385e-03f));
        return clamped.mul(p.div(q)); // clamped p would lose digits where it is denormal
    }

    /** Returns erf x within 8 ulp, as a rational function with the coefficients of {@code perf} (2022) in the library Eigen. */
    static FloatVector erf(FloatVector x) {
        FloatVector clamped = x.max(-ERF_ONE_FROM).min(ERF_ONE_FROM);
        FloatVector square = clamped.mul(clamped);
        FloatVector p = square.fma(broadcast(-2.72614225801306e-10f), broadcast(2.77068142495902e-08f));
        p = p.fma(square, broadcast(-2.10102402082508e-06f));
        p = p.fma(square, broadcast(-5.69250639462346e-05f));
        p = p.fma(square, broadcast(-7.34990630326855e-04f));
        p = p.fma(square, broadcast(-2.95459980854025e-03f));
        p = p.fma(square, broadcast(-1.60960333262415e-02f));
        FloatVector q = square.fma(broadcast(-1.45660718464996e-05f), broadcast(-2.13374055278905e-04f));
        q = q.fma(square, broadcast(-1.68282697438203e-03f));
        q = q.fma(square, broadcast(-7.37332916720468e-03f));
        q = q.fma(square, broadcast(-1.42647390514189e-02f));
        return clamped.mul(p.div(q)); // clamped p would lose digits where it is denormal
    }

    private static FloatVector powerOfTwo(IntVector exponent) {
        return exponent.add(EXPONENT_BIAS).lanewise(VectorOperators.LSHL, EXPONENT_SHIFT).reinterpretAsFloats();
    }

    private static FloatVector broadcast(float value) {
        return FloatVector.broadcast(Simd.SPECIES, value);
    }
}
