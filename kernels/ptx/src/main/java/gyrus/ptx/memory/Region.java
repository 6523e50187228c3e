package gyrus.ptx.memory;

import gyrus.ptx.fault.AccessFault;
import java.util.Arrays;

/**
 * A piece of memory, of words of four bytes, that remembers who wrote and read each word last. Every access is checked: its
 * bounds and alignment, that what it reads was written, and that it races with no other thread's.
 */
public final class Region {

    private static final int STAMPS = 3; // of a word
    private static final int READER = 1; // behind the writer
    private static final int OTHER_READER = 2;

    private final String name;
    private final long bytes;
    private final int[] words;
    private final long[] stamps; // of each word, side by side: its writer, its reader, and one before, so that a writer is not both

    public Region(String name, long bytes) {
        this.name = name;
        this.bytes = bytes;
        int count = Math.toIntExact((bytes + 3) / 4);
        words = new int[count];
        stamps = new long[STAMPS * count];
    }

    public int[] words() {
        return words;
    }

    /** From here on words were written by the host. */
    public void markWritten(int from, int to) {
        for (int word = from; word < to; word++) {
            stamps[STAMPS * word] = Stamp.HOST;
        }
    }

    /** Forgets who wrote and read, but not that words were written. */
    public void settle() {
        for (int at = 0; at < stamps.length; at += STAMPS) {
            stamps[at] = stamps[at] == Stamp.NOBODY ? Stamp.NOBODY : Stamp.HOST;
            stamps[at + READER] = Stamp.NOBODY;
            stamps[at + OTHER_READER] = Stamp.NOBODY;
        }
    }

    /** Forgets what it held, for the next block. */
    public void clear() {
        Arrays.fill(stamps, Stamp.NOBODY);
    }

    /** The first word of an access. */
    public int locate(long offset, int size, int lane, String does) {
        return locate(offset, size, size, lane, does);
    }

    /** The first word of an access to some bytes, at a place that is aligned for more. */
    public int locate(long offset, int size, int alignment, int lane, String does) {
        if (offset < 0 || offset + size > bytes) {
            throw new AccessFault(lane, does + " " + size + " bytes at byte " + offset + " of " + name + " of " + bytes + " bytes");
        }
        if ((offset & alignment - 1) != 0) {
            throw new AccessFault(lane, does + " " + size + " bytes at byte " + offset + " of " + name
                    + ", which is no multiple of " + alignment);
        }
        return (int) (offset >>> 2);
    }

    public int load(int word, long stamp) {
        int at = STAMPS * word;
        long writer = stamps[at];
        if (writer <= Stamp.NOBODY) {
            throw new AccessFault(Stamp.lane(stamp), "reads byte " + 4L * word + " of " + name
                    + (writer == Stamp.NOBODY ? ", which nobody wrote" : ", to which cp.async is still copying"));
        }
        if (Stamp.isRace(writer, stamp)) {
            throw race("reads", word, stamp, "wrote", writer);
        }
        long reader = stamps[at + READER];
        if (reader != stamp) {
            stamps[at + OTHER_READER] = reader;
            stamps[at + READER] = stamp;
        }
        return words[word];
    }

    public boolean isWritten(int word) {
        return stamps[STAMPS * word] != Stamp.NOBODY;
    }

    public boolean isOfBox(int word) {
        return stamps[STAMPS * word] == Stamp.COPY_ENGINE;
    }

    /** For those whose reads are watched in another way. */
    public int loadUnrecorded(int word, long stamp) {
        int at = STAMPS * word;
        long reader = stamps[at + READER];
        long other = stamps[at + OTHER_READER];
        int value = load(word, stamp);
        stamps[at + READER] = reader;
        stamps[at + OTHER_READER] = other;
        return value;
    }

    public void store(int word, int value, long stamp) {
        checkWrite(word, stamp);
        stamps[STAMPS * word] = stamp;
        words[word] = value;
    }

    /** The word is being copied to; {@link #store} by the same thread ends that. */
    public void beginCopy(int word, long stamp) {
        checkWrite(word, stamp);
        stamps[STAMPS * word] = Stamp.IN_FLIGHT;
    }

    /** The same for a box; that readers were waited for is watched in another way. */
    public void beginBox(int word, long stamp) {
        checkWriter(word, stamp);
        stamps[STAMPS * word] = Stamp.IN_FLIGHT;
    }

    public void endCopy(int word, int value, long stamp) {
        stamps[STAMPS * word] = stamp;
        words[word] = value;
    }

    private void checkWrite(int word, long stamp) {
        checkWriter(word, stamp);
        for (int reader = READER; reader <= OTHER_READER; reader++) {
            long read = stamps[STAMPS * word + reader];
            if (Stamp.isRace(read, stamp)) {
                throw race("writes", word, stamp, "read", read);
            }
        }
    }

    private void checkWriter(int word, long stamp) {
        long writer = stamps[STAMPS * word];
        if (writer == Stamp.IN_FLIGHT) {
            throw new AccessFault(Stamp.lane(stamp), "writes byte " + 4L * word + " of " + name
                    + ", to which cp.async is still copying");
        }
        if (Stamp.isRace(writer, stamp)) {
            throw race("writes", word, stamp, "wrote", writer);
        }
    }

    /** What an atomic access finds: checked as a read, but remembered as none, since atomics do not race with each other. */
    public int loadAtomically(int word, long stamp) {
        return loadUnrecorded(word, stamp);
    }

    public void storeAtomically(int word, int value) {
        words[word] = value;
    }

    private AccessFault race(String does, int word, long stamp, String did, long earlier) {
        boolean sameBlock = Stamp.block(earlier) == Stamp.block(stamp);
        return new AccessFault(Stamp.lane(stamp), "race: it " + does + " byte " + 4L * word + " of " + name + ", which thread number "
                + Stamp.lane(earlier) + " of " + (sameBlock ? "its block " + did + " with no barrier in between"
                : "block number " + Stamp.block(earlier) + " " + did + " in the same launch"));
    }
}
