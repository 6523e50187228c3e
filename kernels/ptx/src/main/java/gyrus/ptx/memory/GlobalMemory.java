package gyrus.ptx.memory;

import gyrus.ptx.fault.AccessFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Buffers, far apart from each other, so that an address out of one's bounds is in no other's. */
public final class GlobalMemory {

    private static final int SPACING = 40; // bits of an address within its buffer

    private final List<Region> buffers = new ArrayList<>();
    private long lastIndex;
    private Region last; // found last: mostly it is asked for again; null where none was

    public GlobalMemory() {
        buffers.add(null); // address zero belongs to nobody
    }

    /** The address of a new buffer that nobody has written to. */
    public long allocate(long bytes) {
        buffers.add(new Region("a buffer", bytes));
        return (long) (buffers.size() - 1) << SPACING;
    }

    public void free(long address) {
        find(address, 0);
        buffers.set((int) (address >>> SPACING), null);
        last = null;
    }

    /** Makes room for more launches to be told apart. */
    public void settle() {
        buffers.stream().filter(Objects::nonNull).forEach(Region::settle);
    }

    /** The buffer that an address lies in, or just before or behind. */
    public Region find(long address, int lane) {
        long index = address + (1L << SPACING - 1) >>> SPACING;
        if (last == null || index != lastIndex) {
            lastIndex = index;
            last = index < buffers.size() ? buffers.get((int) index) : null;
        }
        if (last == null) {
            throw new AccessFault(lane, "accesses address 0x" + Long.toHexString(address) + ", which is in no buffer");
        }
        return last;
    }

    public static long offset(long address) {
        long index = address + (1L << SPACING - 1) >>> SPACING;
        return address - (index << SPACING);
    }
}
