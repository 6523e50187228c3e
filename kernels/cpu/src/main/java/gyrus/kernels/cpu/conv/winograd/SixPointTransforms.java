package gyrus.kernels.cpu.conv.winograd;

import static gyrus.kernels.cpu.Simd.SPECIES;
import static gyrus.kernels.cpu.Simd.load;
import static gyrus.kernels.cpu.Simd.store;

import gyrus.kernels.conv.Winograd3x3;
import jdk.incubator.vector.FloatVector;

/**
 * F(4,3) and F(3,4) on the points 0, +-sqrt(1/2), +-sqrt(2) and infinity.
 *
 * <p>These points round better than the usual 0, +-1, +-2, as the powers and the products of differences stay closer to one
 * (Barabasz et al., Error Analysis and Improving the Accuracy of Winograd Convolution, 2020).
 */
final class SixPointTransforms extends WinogradTransforms {

    private static final float A = (float) Math.sqrt(0.5);
    private static final float B = (float) Math.sqrt(2);

    SixPointTransforms() {
        super(6, Winograd3x3.SIX_POINT_CONVOLUTION_AMPLIFICATION, Winograd3x3.SIX_POINT_GRAD_WEIGHT_AMPLIFICATION);
    }

    @Override
    void sources(long first, long firstNext, long from, long fromStep, long fromNext, long last, long lastNext,
            long to, long toStep, long toNext, int count) {
        FloatVector a = FloatVector.broadcast(SPECIES, A);
        FloatVector b = FloatVector.broadcast(SPECIES, B);
        FloatVector minusA = FloatVector.broadcast(SPECIES, -A);
        FloatVector minusB = FloatVector.broadcast(SPECIES, -B);
        FloatVector minusHalf = FloatVector.broadcast(SPECIES, -0.5f);
        FloatVector minusTwo = FloatVector.broadcast(SPECIES, -2);
        FloatVector minusTwoAndAHalf = FloatVector.broadcast(SPECIES, -2.5f);
        for (int i = 0; i < count; i++) {
            FloatVector x1 = load(from);
            FloatVector x2 = load(from + fromStep);
            FloatVector x3 = load(from + 2 * fromStep);
            FloatVector x4 = load(from + 3 * fromStep);
            FloatVector evenA = x2.fma(minusTwo, x4);
            FloatVector oddA = x1.fma(minusB, x3.mul(a));
            FloatVector evenB = x2.fma(minusHalf, x4);
            FloatVector oddB = x1.fma(minusA, x3.mul(b));
            store(x2.fma(minusTwoAndAHalf, x4.add(load(first))), to);
            store(evenA.add(oddA), to + toStep);
            store(evenA.sub(oddA), to + 2 * toStep);
            store(evenB.add(oddB), to + 3 * toStep);
            store(evenB.sub(oddB), to + 4 * toStep);
            store(x3.fma(minusTwoAndAHalf, x1.add(load(last))), to + 5 * toStep);
            first += firstNext;
            from += fromNext;
            last += lastNext;
            to += toNext;
        }
    }

    @Override
    void taps(long from, long fromStep, long fromNext, long to, long toStep, long toNext, int count) {
        FloatVector atA = FloatVector.broadcast(SPECIES, -2 / 3f);
        FloatVector atAHalf = FloatVector.broadcast(SPECIES, -1 / 3f);
        FloatVector atAOdd = FloatVector.broadcast(SPECIES, -2 / 3f * A);
        FloatVector atB = FloatVector.broadcast(SPECIES, 1 / 6f);
        FloatVector atBTwice = FloatVector.broadcast(SPECIES, 1 / 3f);
        FloatVector atBOdd = FloatVector.broadcast(SPECIES, 1 / 6f * B);
        for (int i = 0; i < count; i++) {
            FloatVector g0 = load(from);
            FloatVector g1 = load(from + fromStep);
            FloatVector g2 = load(from + 2 * fromStep);
            FloatVector evenA = g0.mul(atA).add(g2.mul(atAHalf));
            FloatVector oddA = g1.mul(atAOdd);
            FloatVector evenB = g0.mul(atB).add(g2.mul(atBTwice));
            FloatVector oddB = g1.mul(atBOdd);
            store(g0, to);
            store(evenA.add(oddA), to + toStep);
            store(evenA.sub(oddA), to + 2 * toStep);
            store(evenB.add(oddB), to + 3 * toStep);
            store(evenB.sub(oddB), to + 4 * toStep);
            store(g2, to + 5 * toStep);
            from += fromNext;
            to += toNext;
        }
    }

    @Override
    void results(long from, long fromStep, long fromNext, long to, long toStep, long toNext, int count) {
        FloatVector a = FloatVector.broadcast(SPECIES, A);
        FloatVector b = FloatVector.broadcast(SPECIES, B);
        FloatVector aCubed = FloatVector.broadcast(SPECIES, A / 2);
        FloatVector bCubed = FloatVector.broadcast(SPECIES, B * 2);
        FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
        FloatVector two = FloatVector.broadcast(SPECIES, 2);
        for (int i = 0; i < count; i++) {
            FloatVector p1 = load(from + fromStep);
            FloatVector p2 = load(from + 2 * fromStep);
            FloatVector p3 = load(from + 3 * fromStep);
            FloatVector p4 = load(from + 4 * fromStep);
            FloatVector evenA = p1.add(p2);
            FloatVector oddA = p1.sub(p2);
            FloatVector evenB = p3.add(p4);
            FloatVector oddB = p3.sub(p4);
            store(load(from).add(evenA).add(evenB), to);
            store(oddA.fma(a, oddB.mul(b)), to + toStep);
            store(evenA.fma(half, evenB.mul(two)), to + 2 * toStep);
            store(oddA.fma(aCubed, oddB.fma(bCubed, load(from + 5 * fromStep))), to + 3 * toStep);
            from += fromNext;
            to += toNext;
        }
    }

    @Override
    void results(long from, long fromStep, long fromNext, long to, long toStep, long toNext, int count, long bias,
            float floor) {
        FloatVector a = FloatVector.broadcast(SPECIES, A);
        FloatVector b = FloatVector.broadcast(SPECIES, B);
        FloatVector aCubed = FloatVector.broadcast(SPECIES, A / 2);
        FloatVector bCubed = FloatVector.broadcast(SPECIES, B * 2);
        FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
        FloatVector two = FloatVector.broadcast(SPECIES, 2);
        FloatVector shift = load(bias);
        for (int i = 0; i < count; i++) {
            FloatVector p1 = load(from + fromStep);
            FloatVector p2 = load(from + 2 * fromStep);
            FloatVector p3 = load(from + 3 * fromStep);
            FloatVector p4 = load(from + 4 * fromStep);
            FloatVector evenA = p1.add(p2);
            FloatVector oddA = p1.sub(p2);
            FloatVector evenB = p3.add(p4);
            FloatVector oddB = p3.sub(p4);
            store(load(from).add(evenA).add(evenB).add(shift).max(floor), to);
            store(oddA.fma(a, oddB.fma(b, shift)).max(floor), to + toStep);
            store(evenA.fma(half, evenB.fma(two, shift)).max(floor), to + 2 * toStep);
            store(oddA.fma(aCubed, oddB.fma(bCubed, load(from + 5 * fromStep).add(shift))).max(floor), to + 3 * toStep);
            from += fromNext;
            to += toNext;
        }
    }

    @Override
    void addResults(long from, long fromStep, long fromNext, long to, long toStep, long toNext, int count) {
        FloatVector a = FloatVector.broadcast(SPECIES, A);
        FloatVector b = FloatVector.broadcast(SPECIES, B);
        FloatVector aCubed = FloatVector.broadcast(SPECIES, A / 2);
        FloatVector bCubed = FloatVector.broadcast(SPECIES, B * 2);
        FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
        FloatVector two = FloatVector.broadcast(SPECIES, 2);
        for (int i = 0; i < count; i++) {
            FloatVector p1 = load(from + fromStep);
            FloatVector p2 = load(from + 2 * fromStep);
            FloatVector p3 = load(from + 3 * fromStep);
            FloatVector p4 = load(from + 4 * fromStep);
            FloatVector evenA = p1.add(p2);
            FloatVector oddA = p1.sub(p2);
            FloatVector evenB = p3.add(p4);
            FloatVector oddB = p3.sub(p4);
            store(load(from).add(evenA).add(evenB).add(load(to)), to);
            store(oddA.fma(a, oddB.fma(b, load(to + toStep))), to + toStep);
            store(evenA.fma(half, evenB.fma(two, load(to + 2 * toStep))), to + 2 * toStep);
            store(oddA.fma(aCubed, oddB.fma(bCubed, load(from + 5 * fromStep).add(load(to + 3 * toStep)))), to + 3 * toStep);
            from += fromNext;
            to += toNext;
        }
    }

    @Override
    void gradients(long from, long fromStep, long fromNext, long to, long toStep, long toNext, int count) {
        FloatVector a = FloatVector.broadcast(SPECIES, A);
        FloatVector b = FloatVector.broadcast(SPECIES, B);
        FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
        FloatVector two = FloatVector.broadcast(SPECIES, 2);
        FloatVector aHalf = FloatVector.broadcast(SPECIES, A / 2);
        FloatVector bTwice = FloatVector.broadcast(SPECIES, B * 2);
        for (int i = 0; i < count; i++) {
            FloatVector g0 = load(from);
            FloatVector g1 = load(from + fromStep);
            FloatVector g2 = load(from + 2 * fromStep);
            FloatVector g3 = load(from + 3 * fromStep);
            FloatVector evenA = g2.fma(half, g0);
            FloatVector oddA = g1.fma(a, g3.mul(aHalf));
            FloatVector evenB = g2.fma(two, g0);
            FloatVector oddB = g1.fma(b, g3.mul(bTwice));
            store(g0, to);
            store(evenA.add(oddA), to + toStep);
            store(evenA.sub(oddA), to + 2 * toStep);
            store(evenB.add(oddB), to + 3 * toStep);
            store(evenB.sub(oddB), to + 4 * toStep);
            store(g3, to + 5 * toStep);
            from += fromNext;
            to += toNext;
        }
    }

    @Override
    void weights(long from, long fromStep, long fromNext, long to, long toStep, long toNext, int count) {
        FloatVector atA = FloatVector.broadcast(SPECIES, -2 / 3f);
        FloatVector atAHalf = FloatVector.broadcast(SPECIES, -1 / 3f);
        FloatVector atAOdd = FloatVector.broadcast(SPECIES, -2 / 3f * A);
        FloatVector atB = FloatVector.broadcast(SPECIES, 1 / 6f);
        FloatVector atBTwice = FloatVector.broadcast(SPECIES, 1 / 3f);
        FloatVector atBOdd = FloatVector.broadcast(SPECIES, 1 / 6f * B);
        for (int i = 0; i < count; i++) {
            FloatVector p1 = load(from + fromStep);
            FloatVector p2 = load(from + 2 * fromStep);
            FloatVector p3 = load(from + 3 * fromStep);
            FloatVector p4 = load(from + 4 * fromStep);
            FloatVector evenA = p1.add(p2);
            FloatVector oddA = p1.sub(p2);
            FloatVector evenB = p3.add(p4);
            FloatVector oddB = p3.sub(p4);
            store(evenA.fma(atA, evenB.fma(atB, load(from))), to);
            store(oddA.fma(atAOdd, oddB.mul(atBOdd)), to + toStep);
            store(evenA.fma(atAHalf, evenB.fma(atBTwice, load(from + 5 * fromStep))), to + 2 * toStep);
            from += fromNext;
            to += toNext;
        }
    }
}
