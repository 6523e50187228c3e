package gyrus.ptx.instruction;

import gyrus.ptx.block.Block;
import gyrus.ptx.memory.GlobalMemory;
import gyrus.ptx.memory.Region;
import gyrus.ptx.source.Statement;

/** The state space that a memory access names. Constant memory is part of global memory. */
public enum Space {
    PARAMETERS, SHARED, LOCAL, GLOBAL, GENERIC;

    /** The generic address at which shared memory begins, far above all buffers. */
    public static final long SHARED_WINDOW = 1L << 62;
    /** The generic address at which each thread's local memory begins, above shared memory. */
    public static final long LOCAL_WINDOW = 3L << 61;

    private static final long BEFORE = 1L << 32; // bytes before a window that belong to it

    /** Returns the state space that the modifiers of a statement name. */
    public static Space of(Statement statement) {
        return statement.has("param") ? PARAMETERS : statement.has("shared") ? SHARED : statement.has("local") ? LOCAL
                : statement.has("global") || statement.has("const") ? GLOBAL : GENERIC;
    }

    /** Returns the memory that an address of a thread lies in. */
    public Region region(Block block, long address, int lane) {
        return switch (this) {
            case PARAMETERS -> block.parameters();
            case SHARED -> block.shared();
            case LOCAL -> block.local(lane);
            case GLOBAL -> block.global().find(address, lane);
            case GENERIC -> isLocal(address) ? block.local(lane) : isShared(address) ? block.shared()
                    : block.global().find(address, lane);
        };
    }

    /** Returns the offset of an address in its memory. */
    public long offset(long address) {
        return switch (this) {
            case PARAMETERS, SHARED, LOCAL -> address;
            case GLOBAL -> GlobalMemory.offset(address);
            case GENERIC -> isLocal(address) ? address - LOCAL_WINDOW : isShared(address) ? address - SHARED_WINDOW
                    : GlobalMemory.offset(address);
        };
    }

    /** Returns whether a generic address lies in shared memory. */
    public static boolean isShared(long address) {
        return address >= SHARED_WINDOW - BEFORE && address < LOCAL_WINDOW - BEFORE;
    }

    /** Returns whether a generic address lies in a thread's local memory. */
    public static boolean isLocal(long address) {
        return address >= LOCAL_WINDOW - BEFORE;
    }
}
