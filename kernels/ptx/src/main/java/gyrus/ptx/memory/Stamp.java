package gyrus.ptx.memory;

import gyrus.ptx.fault.Fault;
import gyrus.ptx.fault.FaultKind;

/**
 * A record of an access: launch, block, number of barriers that the block had passed, and thread, in one long.
 *
 * <p>Two accesses of one launch, one of them a write, are a race unless one thread made both, or threads of one block did with
 * a barrier in between. Zero stands for nobody: such a word was never written.
 */
public final class Stamp {

    public static final long NOBODY = 0;
    /** Written by the host, or by no thread in particular. */
    public static final long HOST = 1;
    /** Loaded by TMA: the reads since are watched by the block. */
    public static final long TENSOR_COPY = 2;
    /** Being copied to by cp.async, and not to be touched before the copy was waited for. */
    public static final long IN_FLIGHT = -1;

    private static final int LANE_BITS = 10;
    private static final int PHASE_BITS = 18;
    private static final int BLOCK_BITS = 20;
    private static final int LAUNCH_SHIFT = LANE_BITS + PHASE_BITS + BLOCK_BITS;
    /** Launches that can be told apart; then {@link Region#settle} starts anew. */
    public static final long LAUNCHES = (1 << 63 - LAUNCH_SHIFT) - 1;

    private Stamp() {}

    /** The stamp of thread 0; a thread's number is added. */
    public static long of(long launch, long block, long phase) {
        if (phase >= 1 << PHASE_BITS || block >= 1 << BLOCK_BITS) {
            throw new Fault(FaultKind.LAUNCH, "the race check counts up to " + (1 << BLOCK_BITS) + " blocks and "
                    + (1 << PHASE_BITS)
                    + " barriers of each");
        }
        return (1 + launch % LAUNCHES) << LAUNCH_SHIFT | block << LANE_BITS + PHASE_BITS | phase << LANE_BITS;
    }

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

    public static long block(long stamp) {
        return stamp >>> LANE_BITS + PHASE_BITS & (1 << BLOCK_BITS) - 1;
    }

    public static int lane(long stamp) {
        return (int) stamp & (1 << LANE_BITS) - 1;
    }
}
