package gyrus.ptx.memory;

import java.util.Arrays;

/**
 * The order that barriers give to the accesses of the running block. Each barrier begins a new phase. A barrier of the whole block
 * orders everything before it; one of a warp, or of some threads, orders what its own threads did.
 */
public final class Order {

    private long blockBarrier; // the phase that the last barrier of the whole block began
    private long[] warpBarriers = new long[0]; // of each thread: the phase that the last barrier of its warp began
    private long[] partialBarriers = new long[0]; // of each thread: the phase that the last barrier of some threads began
    private boolean isPartial; // whether there was such a barrier since the last one of the whole block

    /** Begins a block of that many threads. */
    public void begin(int threads) {
        if (warpBarriers.length != threads) {
            warpBarriers = new long[threads];
            partialBarriers = new long[threads];
        }
        passBlock(0);
    }

    /** A barrier of the whole block begins a phase. */
    public void passBlock(long phase) {
        blockBarrier = phase;
        if (isPartial || phase == 0) {
            Arrays.fill(warpBarriers, 0);
            Arrays.fill(partialBarriers, 0);
        }
        isPartial = false;
    }

    /** A barrier of threads of one warp begins a phase. */
    public void passWarp(int lane, long phase) {
        warpBarriers[lane] = phase;
        isPartial = true;
    }

    /** A barrier of some threads of the block begins a phase. */
    public void passSome(int lane, long phase) {
        partialBarriers[lane] = phase;
        isPartial = true;
    }

    /** Whether two accesses, one of them a write, are a race. */
    boolean isRace(long earlier, long now) {
        return Stamp.isRace(earlier, now) || isPartial && isUnordered(earlier, now);
    }

    /** Whether no barrier orders two accesses of one block in different phases. */
    private boolean isUnordered(long earlier, long now) {
        if (!Stamp.isSameBlock(earlier, now) || Stamp.phase(earlier) < blockBarrier) {
            return false;
        }
        int one = Stamp.lane(earlier);
        int other = Stamp.lane(now);
        long phase = Stamp.phase(earlier);
        boolean byWarp = one / 32 == other / 32 && phase < warpBarriers[one] && phase < warpBarriers[other];
        boolean bySome = phase < partialBarriers[one] && partialBarriers[one] == partialBarriers[other];
        return one != other && !byWarp && !bySome;
    }
}
