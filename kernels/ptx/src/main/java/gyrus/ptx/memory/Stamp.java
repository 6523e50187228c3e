package gyrus.ptx.memory;

import gyrus.ptx.fault.Fault;
import gyrus.ptx.fault.FaultKind;

/**
 * A record of an access in one long: launch, block, number of barriers that the block had passed, and thread.
 *
 * <p>Two accesses of one launch, one of them a write, are a race unless one thread made both, or threads of one block made them
 * with a barrier in between. Zero marks a word that was never written.
 */
public final class Stamp {

    /** The word was never written. */
    public static final long NOBODY = 0;
    /** The word was written by the host, or by no particular thread. */
    public static final long HOST = 1;
    /** The word was written by TMA; the block records later reads. */
    public static final long TENSOR_COPY = 2;
    /** The word is the target of a {@code cp.async} that was not waited for. */
    public static final long IN_FLIGHT = -1;

    private static final int LANE_BITS = 10;
    private static final int PHASE_BITS = 18;
    private static final int BLOCK_BITS = 20;
    private static final int LAUNCH_SHIFT = LANE_BITS + PHASE_BITS + BLOCK_BITS;
    /** The number of launches with distinct stamps; after them, {@link Region#settle} clears the records. */
    public static final long LAUNCHES = (1 << 63 - LAUNCH_SHIFT) - 1;

    private Stamp() {}

    /**
     * Returns the stamp of thread 0; the number of a thread is added to it.
     *
     * @throws Fault if the block or its number of barriers exceeds the range of a stamp
     */
    public static long of(long launch, long block, long phase) {
        if (phase >= 1 << PHASE_BITS || block >= 1 << BLOCK_BITS) {
            throw new Fault(FaultKind.LAUNCH, "the race check counts up to " + (1 << BLOCK_BITS) + " blocks and "
                    + (1 << PHASE_BITS)
                    + " barriers of each");
        }
        return (1 + launch % LAUNCHES) << LAUNCH_SHIFT | block << LANE_BITS + PHASE_BITS | phase << LANE_BITS;
    }

    /** Returns whether accesses with these stamps, one of them a write, are a race by barriers of the whole block alone. */
    public static boolean isRace(long earlier, long now) {
        long difference = earlier ^ now;
        if (difference == 0 || difference >>> LAUNCH_SHIFT != 0) {
            return false;
        }
        boolean sameBlock = difference >>> LANE_BITS + PHASE_BITS == 0;
        boolean samePhase = difference >>> LANE_BITS == 0;
        return !sameBlock || samePhase;
    }

    static boolean isSameBlock(long earlier, long now) {
        return (earlier ^ now) >>> LANE_BITS + PHASE_BITS == 0;
    }

    static long phase(long stamp) {
        return stamp >>> LANE_BITS & (1 << PHASE_BITS) - 1;
    }

    /** Returns the number of the block. */
    public static long block(long stamp) {
        return stamp >>> LANE_BITS + PHASE_BITS & (1 << BLOCK_BITS) - 1;
    }

    /** Returns the number of the thread in its block. */
    public static int lane(long stamp) {
        return (int) stamp & (1 << LANE_BITS) - 1;
    }
}
