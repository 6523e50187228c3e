package gyrus.ptx.instruction;

import gyrus.ptx.block.Block;
import gyrus.ptx.memory.GlobalMemory;
import gyrus.ptx.memory.Region;
import gyrus.ptx.source.Statement;

/** The state space that a memory access names. */
public enum Space {
    PARAMETERS, SHARED, GLOBAL, GENERIC;

    /** The generic address at which shared memory begins, far above all buffers. */
    public static final long SHARED_WINDOW = 1L << 62;


    public static Space of(Statement statement) {
        return statement.has("param") ? PARAMETERS : statement.has("shared") ? SHARED
                : statement.has("global") ? GLOBAL : GENERIC;
    }

    public Region region(Block block, long address, int lane) {
        return switch (this) {
            case PARAMETERS -> block.parameters();
            case SHARED -> block.shared();
            case GLOBAL -> block.global().find(address, lane);
            case GENERIC -> isShared(address) ? block.shared() : block.global().find(address, lane);
        };
    }

    public long offset(long address) {
        return switch (this) {
            case PARAMETERS, SHARED -> address;
            case GLOBAL -> GlobalMemory.offset(address);
            case GENERIC -> isShared(address) ? address - SHARED_WINDOW : GlobalMemory.offset(address);
        };
    }

    public static boolean isShared(long address) {
        return address >= SHARED_WINDOW - (1L << 32);
    }
}
