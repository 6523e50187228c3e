package gyrus.kernels.cpu.conv.winograd;

import static gyrus.kernels.cpu.Simd.SPECIES;
import static gyrus.kernels.cpu.Simd.load;
import static gyrus.kernels.cpu.Simd.store;

import jdk.incubator.vector.FloatVector;

/** F(2,3) and F(3,2) on the points 0, +-1 and infinity. */
final class FourPointTransforms extends WinogradTransforms {

    FourPointTransforms() {
        super(4, 5 / 3.0, 2);
    }

    @Override
    void sources(long first, long firstNext, long from, long fromStep, long fromNext, long last, long lastNext,
            long to, long toStep, long toNext, int count) {
        for (int i = 0; i < count; i++) {
            FloatVector x1 = load(from);
            FloatVector x2 = load(from + fromStep);
            store(load(first).sub(x2), to);
            store(x1.add(x2), to + toStep);
            store(x2.sub(x1), to + 2 * toStep);
            store(load(last).sub(x1), to + 3 * toStep);
            first += firstNext;
            from += fromNext;
            last += lastNext;
            to += toNext;
        }
    }

    @Override
    void taps(long from, long fromStep, long fromNext, long to, long toStep, long toNext, int count) {
        FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
        for (int i = 0; i < count; i++) {
            FloatVector g0 = load(from);
            FloatVector g2 = load(from + 2 * fromStep);
            FloatVector even = g0.add(g2).mul(half);
            FloatVector odd = load(from + fromStep).mul(half);
            store(g0, to);
            store(even.add(odd), to + toStep);
            store(even.sub(odd), to + 2 * toStep);
            store(g2, to + 3 * toStep);
            from += fromNext;
            to += toNext;
        }
    }

    @Override
    void results(long from, long fromStep, long fromNext, long to, long toStep, long toNext, int count) {
        for (int i = 0; i < count; i++) {
            FloatVector p1 = load(from + fromStep);
            FloatVector p2 = load(from + 2 * fromStep);
            store(load(from).add(p1).add(p2), to);
            store(load(from + 3 * fromStep).add(p1).sub(p2), to + toStep);
            from += fromNext;
            to += toNext;
        }
    }

    @Override
    void results(long from, long fromStep, long fromNext, long to, long toStep, long toNext, int count, long bias, float floor) {
        FloatVector shift = load(bias);
        for (int i = 0; i < count; i++) {
            FloatVector p1 = load(from + fromStep);
            FloatVector p2 = load(from + 2 * fromStep);
            store(load(from).add(p1).add(p2).add(shift).max(floor), to);
            store(load(from + 3 * fromStep).add(p1).sub(p2).add(shift).max(floor), to + toStep);
            from += fromNext;
            to += toNext;
        }
    }

    @Override
    void addResults(long from, long fromStep, long fromNext, long to, long toStep, long toNext, int count) {
        for (int i = 0; i < count; i++) {
            FloatVector p1 = load(from + fromStep);
            FloatVector p2 = load(from + 2 * fromStep);
            store(load(from).add(p1).add(p2).add(load(to)), to);
            store(load(from + 3 * fromStep).add(p1).sub(p2).add(load(to + toStep)), to + toStep);
            from += fromNext;
            to += toNext;
        }
    }

    @Override
    void gradients(long from, long fromStep, long fromNext, long to, long toStep, long toNext, int count) {
        for (int i = 0; i < count; i++) {
            FloatVector g0 = load(from);
            FloatVector g1 = load(from + fromStep);
            store(g0, to);
            store(g0.add(g1), to + toStep);
            store(g0.sub(g1), to + 2 * toStep);
            store(g1, to + 3 * toStep);
            from += fromNext;
            to += toNext;
        }
    }

    @Override
    void weights(long from, long fromStep, long fromNext, long to, long toStep, long toNext, int count) {
        FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
        for (int i = 0; i < count; i++) {
            FloatVector p1 = load(from + fromStep);
            FloatVector p2 = load(from + 2 * fromStep);
            FloatVector even = p1.add(p2).mul(half);
            store(load(from).add(even), to);
            store(p1.sub(p2).mul(half), to + toStep);
            store(load(from + 3 * fromStep).add(even), to + 2 * toStep);
            from += fromNext;
            to += toNext;
        }
    }
}
