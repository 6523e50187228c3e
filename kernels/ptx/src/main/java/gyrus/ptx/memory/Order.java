package gyrus.ptx.memory;

import java.util.Arrays;

/**
 * The order that barriers establish between accesses of the running block. Each barrier begins a new phase. A barrier of the whole
 * block orders all accesses before it; a barrier of a warp, or of some threads, orders the accesses of its own threads.
 */
public final class Order {

    private long blockBarrier; // the phase that the last barrier of the whole block began
    private long[] warpBarriers = new long[0]; // the phase that the last barrier of each thread's warp began
    private long[] partialBarriers = new long[0]; // the phase that each thread's last barrier of some threads began
    private boolean isPartial; // whether there was such a barrier since the last one of the whole block

    /** Begins a block with a number of threads. */
    public void begin(int threads) {
        if (warpBarriers.length != threads) {
            warpBarriers = new long[threads];
            partialBarriers = new long[threads];
        }
        passBlock(0);
    }

    /** Begins a phase at a barrier of the whole block. */
    public void passBlock(long phase) {
        blockBarrier = phase;
        if (isPartial || phase == 0) {
            Arrays.fill(warpBarriers, 0);
            Arrays.fill(partialBarriers, 0);
        }
        isPartial = false;
    }

    /** Begins a phase for a thread at a barrier of its warp. */
    public void passWarp(int lane, long phase) {
        warpBarriers[lane] = phase;
        isPartial = true;
    }

    /** Begins a phase for a thread at a barrier of some threads of the block. */
    public void passSome(int lane, long phase) {
        partialBarriers[lane] = phase;
        isPartial = true;
    }

    /** Returns whether two accesses, one of them a write, are a race. */
    boolean isRace(long earlier, long now) {
        return Stamp.isRace(earlier, now) || isPartial && isUnordered(earlier, now);
    }

    /** Returns whether no barrier orders two accesses of one block in different phases. */
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
