package gyrus.ptx.memory;

import gyrus.ptx.fault.AccessFault;
import gyrus.ptx.fault.FaultKind;
import java.util.Arrays;

/**
 * A contiguous memory, such as a buffer or a block's shared memory, that records the last writer and reader of each word. Every
 * access is checked: bounds, alignment, reads of unwritten words, and races.
 *
 * <p>A region records whole words until a part of a word is accessed. From then on it records halves, or bytes.
 */
public final class Region {

    private static final int STAMPS = 3; // of a unit
    private static final int READER = 1; // index after the writer
    private static final int OTHER_READER = 2;
    private static final int WORD_SHIFT = 2;

    private final String name;
    private final long bytes;
    private final Order order;
    private final int[] words;
    private long[] stamps; // three of each unit: its writer, its last reader, and the reader before
    private int unitShift = WORD_SHIFT; // log2 of a unit's bytes

    /**
     * Creates a memory whose content is unwritten.
     *
     * @param name the name, for messages
     * @param bytes the size
     * @param order the order of accesses by barriers
     */
    public Region(String name, long bytes, Order order) {
        this.name = name;
        this.bytes = bytes;
        this.order = order;
        int count = Math.toIntExact((bytes + 3) / 4);
        words = new int[count];
        stamps = new long[Math.multiplyExact(STAMPS, count)];
    }

    /** Returns the content as words; accesses by this array are not checked. */
    public int[] words() {
        return words;
    }

    private int unitsOfWord() {
        return 1 << WORD_SHIFT - unitShift;
    }

    /** Marks words as written by the host. */
    public void markWritten(int from, int to) {
        for (int unit = from * unitsOfWord(); unit < to * unitsOfWord(); unit++) {
            stamps[STAMPS * unit] = Stamp.HOST;
        }
    }

    /** Clears the writers and readers, but not whether words were written. */
    public void settle() {
        for (int at = 0; at < stamps.length; at += STAMPS) {
            stamps[at] = stamps[at] == Stamp.NOBODY ? Stamp.NOBODY : Stamp.HOST;
            stamps[at + READER] = Stamp.NOBODY;
            stamps[at + OTHER_READER] = Stamp.NOBODY;
        }
    }

    /** Clears the whole record, for the next block. */
    public void clear() {
        Arrays.fill(stamps, Stamp.NOBODY);
    }

    /** Returns the index of the first word of an access that is aligned to its size. */
    public int locate(long offset, int size, int lane, String does) {
        return locate(offset, size, size, lane, does);
    }

    /** Returns the index of the first word of an access with a larger alignment. */
    public int locate(long offset, int size, int alignment, int lane, String does) {
        if (offset < 0 || offset + size > bytes) {
            throw new AccessFault(lane, FaultKind.OUT_OF_BOUNDS,
                    does + " " + size + " bytes at byte " + offset + " of " + name + " of " + bytes + " bytes");
        }
        if ((offset & alignment - 1) != 0) {
            throw new AccessFault(lane, FaultKind.MISALIGNED, does + " " + size + " bytes at byte " + offset + " of " + name
                    + ", which is no multiple of " + alignment);
        }
        return (int) (offset >>> 2);
    }

    /** Reads a word. */
    public int load(int word, long stamp) {
        if (unitShift == WORD_SHIFT) {
            loadUnit(word, stamp);
        } else {
            for (int unit = word * unitsOfWord(); unit < (word + 1) * unitsOfWord(); unit++) {
                loadUnit(unit, stamp);
            }
        }
        return words[word];
    }

    private void loadUnit(int unit, long stamp) {
        int at = STAMPS * unit;
        long writer = stamps[at];
        if (writer <= Stamp.NOBODY) {
            throw new AccessFault(Stamp.lane(stamp), FaultKind.UNINITIALIZED_READ, "reads byte " + byteOf(unit) + " of " + name
                    + (writer == Stamp.NOBODY ? ", which nobody wrote" : ", to which cp.async is still copying"));
        }
        if (order.isRace(writer, stamp)) {
            throw race("reads", unit, stamp, "wrote", writer);
        }
        long reader = stamps[at + READER];
        if (reader != stamp) {
            stamps[at + OTHER_READER] = reader;
            stamps[at + READER] = stamp;
        }
    }

    private long byteOf(int unit) {
        return (long) unit << unitShift;
    }

    /** Returns one or two bytes as the lowest bits of a number. */
    public int loadPart(long offset, int size, long stamp) {
        refine(size);
        for (int unit = (int) (offset >>> unitShift); byteOf(unit) < offset + size; unit++) {
            loadUnit(unit, stamp);
        }
        int shift = 8 * (int) (offset & 3);
        return words[(int) (offset >>> 2)] >>> shift & (1 << 8 * size) - 1;
    }

    /** Writes one or two bytes. */
    public void storePart(long offset, int size, int bits, long stamp) {
        refine(size);
        for (int unit = (int) (offset >>> unitShift); byteOf(unit) < offset + size; unit++) {
            checkWrite(unit, stamp);
            stamps[STAMPS * unit] = stamp;
        }
        int shift = 8 * (int) (offset & 3);
        int mask = (1 << 8 * size) - 1 << shift;
        int word = (int) (offset >>> 2);
        words[word] = words[word] & ~mask | bits << shift & mask;
    }

    /** Records units of {@code size} bytes from here on, if those so far are larger. */
    private void refine(int size) {
        int shift = size == 1 ? 0 : 1;
        if (shift >= unitShift) {
            return;
        }
        int parts = 1 << unitShift - shift;
        long[] finer = new long[Math.multiplyExact(stamps.length, parts)];
        for (int unit = 0; unit < stamps.length / STAMPS; unit++) {
            for (int part = 0; part < parts; part++) {
                System.arraycopy(stamps, STAMPS * unit, finer, STAMPS * (unit * parts + part), STAMPS);
            }
        }
        stamps = finer;
        unitShift = shift;
    }

    /** Returns whether all of a word was written. */
    public boolean isWritten(int word) {
        for (int unit = word * unitsOfWord(); unit < (word + 1) * unitsOfWord(); unit++) {
            if (stamps[STAMPS * unit] == Stamp.NOBODY) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether TMA wrote the word. */
    public boolean isOfBox(int word) {
        return stamps[STAMPS * word * unitsOfWord()] == Stamp.TENSOR_COPY;
    }

    /** Reads a word for an instruction whose reads are checked elsewhere. */
    public int loadUnrecorded(int word, long stamp) {
        int from = STAMPS * word * unitsOfWord();
        long[] before = Arrays.copyOfRange(stamps, from, from + STAMPS * unitsOfWord());
        int value = load(word, stamp);
        System.arraycopy(before, 0, stamps, from, before.length);
        return value;
    }

    /** Writes a word. */
    public void store(int word, int value, long stamp) {
        if (unitShift == WORD_SHIFT) {
            checkWrite(word, stamp);
            stamps[STAMPS * word] = stamp;
        } else {
            for (int unit = word * unitsOfWord(); unit < (word + 1) * unitsOfWord(); unit++) {
                checkWrite(unit, stamp);
                stamps[STAMPS * unit] = stamp;
            }
        }
        words[word] = value;
    }

    /** Marks a word as the target of a copy until the same thread calls {@link #endCopy}. */
    public void beginCopy(int word, long stamp) {
        for (int unit = word * unitsOfWord(); unit < (word + 1) * unitsOfWord(); unit++) {
            checkWrite(unit, stamp);
            stamps[STAMPS * unit] = Stamp.IN_FLIGHT;
        }
    }

    /** Marks a word as the target of a TMA load. The waits for its readers are checked elsewhere. */
    public void beginBox(int word, long stamp) {
        for (int unit = word * unitsOfWord(); unit < (word + 1) * unitsOfWord(); unit++) {
            checkWriter(unit, stamp);
            stamps[STAMPS * unit] = Stamp.IN_FLIGHT;
        }
    }

    /** Ends a copy to a word. */
    public void endCopy(int word, int value, long stamp) {
        for (int unit = word * unitsOfWord(); unit < (word + 1) * unitsOfWord(); unit++) {
            stamps[STAMPS * unit] = stamp;
        }
        words[word] = value;
    }

    private void checkWrite(int unit, long stamp) {
        checkWriter(unit, stamp);
        for (int reader = READER; reader <= OTHER_READER; reader++) {
            long read = stamps[STAMPS * unit + reader];
            if (order.isRace(read, stamp)) {
                throw race("writes", unit, stamp, "read", read);
            }
        }
    }

    private void checkWriter(int unit, long stamp) {
        long writer = stamps[STAMPS * unit];
        if (writer == Stamp.IN_FLIGHT) {
            throw new AccessFault(Stamp.lane(stamp), FaultKind.RACE, "writes byte " + byteOf(unit) + " of " + name
                    + ", to which cp.async is still copying");
        }
        if (order.isRace(writer, stamp)) {
            throw race("writes", unit, stamp, "wrote", writer);
        }
    }

    /** Reads a word for an atomic update. The read is checked but not recorded, because atomics do not race with each other. */
    public int loadAtomically(int word, long stamp) {
        return loadUnrecorded(word, stamp);
    }

    /** Writes the result of an atomic update. */
    public void storeAtomically(int word, int value) {
        words[word] = value;
    }

    private AccessFault race(String does, int unit, long stamp, String did, long earlier) {
        boolean sameBlock = Stamp.block(earlier) == Stamp.block(stamp);
        return new AccessFault(Stamp.lane(stamp), FaultKind.RACE,
                does + " byte " + byteOf(unit) + " of " + name + ", which thread number " + Stamp.lane(earlier)
                        + " of "
                        + (sameBlock ? "its block " + did + " with no barrier in between"
                                : "block number " + Stamp.block(earlier) + " " + did + " in the same launch"));
    }
}
