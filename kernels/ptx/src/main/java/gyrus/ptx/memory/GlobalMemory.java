package gyrus.ptx.memory;

import gyrus.ptx.fault.AccessFault;
import gyrus.ptx.fault.FaultKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Global memory: buffers that the host allocates, and the variables of the running kernel's module. They lie far apart, so that an
 * address out of the bounds of one lies in no other.
 */
public final class GlobalMemory {

    private static final int SPACING = 40; // bits of an address within its buffer
    private static final int FIRST_VARIABLE = 1 << 20; // in units of the spacing

    private final Order order = new Order();
    private final List<Region> buffers = new ArrayList<>();
    private List<Region> variables = List.of(); // of the running kernel's module
    private long lastIndex;
    private Region last; // the result of the last search, which often repeats; null before the first

    /** Creates a memory without buffers. */
    public GlobalMemory() {
        buffers.add(null); // address zero is in no buffer
    }

    /** Returns how barriers order the accesses of the running block. */
    public Order order() {
        return order;
    }

    /** Returns the address of a new buffer, whose content is unwritten. */
    public long allocate(long bytes) {
        if (buffers.size() == FIRST_VARIABLE) {
            throw new IllegalStateException("more than " + FIRST_VARIABLE + " buffers were allocated");
        }
        buffers.add(new Region("a buffer", bytes, order));
        return (long) (buffers.size() - 1) << SPACING;
    }

    /**
     * Frees a buffer; later accesses to it are faults.
     *
     * @throws AccessFault if no buffer has this address
     */
    public void free(long address) {
        find(address, 0);
        buffers.set((int) (address >>> SPACING), null);
        last = null;
    }

    /** Returns the address of a module's variable. */
    public static long variable(int index) {
        return (long) (FIRST_VARIABLE + index) << SPACING;
    }

    /** Makes the variables of a module accessible. */
    public void enter(List<Region> ofModule) {
        variables = ofModule;
        last = null;
    }

    /** Clears the race records of all buffers, so that later launches can be numbered from the begin. */
    public void settle() {
        buffers.stream().filter(Objects::nonNull).forEach(Region::settle);
    }

    /** Returns the buffer that an address lies in, or just before or after. */
    public Region find(long address, int lane) {
        long index = address + (1L << SPACING - 1) >>> SPACING;
        if (last == null || index != lastIndex) {
            lastIndex = index;
            last = index < buffers.size() ? buffers.get((int) index)
                    : index >= FIRST_VARIABLE && index < FIRST_VARIABLE + variables.size()
                            ? variables.get((int) index - FIRST_VARIABLE)
                    : null;
        }
        if (last == null) {
            throw new AccessFault(lane, FaultKind.OUT_OF_BOUNDS,
                    "accesses address 0x" + Long.toHexString(address) + ", which is in no buffer");
        }
        return last;
    }

    /** Returns the offset of an address in its buffer; it is negative just before the buffer. */
    public static long offset(long address) {
        long index = address + (1L << SPACING - 1) >>> SPACING;
        return address - (index << SPACING);
    }
}
