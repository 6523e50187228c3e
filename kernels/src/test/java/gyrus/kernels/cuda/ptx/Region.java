package gyrus.kernels.cuda.ptx;

import java.util.Arrays;

/**
 * A piece of memory, of words of four bytes, that remembers who wrote and read each word last. Every access is checked: its
 * bounds and alignment, that what it reads was written, and that it races with no other thread's.
 */
final class Region {

    private final String name;
    private final long bytes;
    private final int[] words;
    private final long[] writers;
    private final long[] readers;
    private final long[] otherReaders; // a reader before the last one, so that a writer differs from one of the two

    Region(String name, long bytes) {
        this.name = name;
        this.bytes = bytes;
        int count = Math.toIntExact((bytes + 3) / 4);
        words = new int[count];
        writers = new long[count];
        readers = new long[count];
        otherReaders = new long[count];
    }

    int[] words() {
        return words;
    }

    /** From here on words were written by the host. */
    void markWritten(int from, int to) {
        Arrays.fill(writers, from, to, Stamp.HOST);
    }

    /** Forgets who wrote and read, but not that words were written. */
    void settle() {
        for (int word = 0; word < words.length; word++) {
            writers[word] = writers[word] == Stamp.NOBODY ? Stamp.NOBODY : Stamp.HOST;
        }
        Arrays.fill(readers, Stamp.NOBODY);
        Arrays.fill(otherReaders, Stamp.NOBODY);
    }

    /** Forgets what it held, for the next block. */
    void clear() {
        Arrays.fill(writers, Stamp.NOBODY);
        Arrays.fill(readers, Stamp.NOBODY);
        Arrays.fill(otherReaders, Stamp.NOBODY);
    }

    /** The first word of an access. */
    int locate(long offset, int size, int lane, String does) {
        return locate(offset, size, size, lane, does);
    }

    /** The first word of an access to some bytes, at a place that is aligned for more. */
    int locate(long offset, int size, int alignment, int lane, String does) {
        if (offset < 0 || offset + size > bytes) {
            throw new AccessFault(lane, does + " " + size + " bytes at byte " + offset + " of " + name + " of " + bytes + " bytes");
        }
        if ((offset & alignment - 1) != 0) {
            throw new AccessFault(lane, does + " " + size + " bytes at byte " + offset + " of " + name
                    + ", which is no multiple of " + alignment);
        }
        return (int) (offset >>> 2);
    }

    int load(int word, long stamp) {
        long writer = writers[word];
        if (writer <= Stamp.NOBODY) {
            throw new AccessFault(Stamp.lane(stamp), "reads byte " + 4L * word + " of " + name
                    + (writer == Stamp.NOBODY ? ", which nobody wrote" : ", to which cp.async is still copying"));
        }
        if (Stamp.isRace(writer, stamp)) {
            throw race("reads", word, stamp, "wrote", writer);
        }
        long reader = readers[word];
        if (reader != stamp) {
            otherReaders[word] = reader;
            readers[word] = stamp;
        }
        return words[word];
    }

    boolean isWritten(int word) {
        return writers[word] != Stamp.NOBODY;
    }

    boolean isOfBox(int word) {
        return writers[word] == Stamp.COPY_ENGINE;
    }

    /** For those whose reads are watched in another way. */
    int loadUnrecorded(int word, long stamp) {
        long reader = readers[word];
        long other = otherReaders[word];
        int value = load(word, stamp);
        readers[word] = reader;
        otherReaders[word] = other;
        return value;
    }

    void store(int word, int value, long stamp) {
        checkWrite(word, stamp);
        writers[word] = stamp;
        words[word] = value;
    }

    /** The word is being copied to; {@link #store} by the same thread ends that. */
    void beginCopy(int word, long stamp) {
        checkWrite(word, stamp);
        writers[word] = Stamp.IN_FLIGHT;
    }

    /** The same for a box; that readers were waited for is watched in another way. */
    void beginBox(int word, long stamp) {
        checkWriter(word, stamp);
        writers[word] = Stamp.IN_FLIGHT;
    }

    void endCopy(int word, int value, long stamp) {
        writers[word] = stamp;
        words[word] = value;
    }

    private void checkWrite(int word, long stamp) {
        checkWriter(word, stamp);
        if (Stamp.isRace(readers[word], stamp)) {
            throw race("writes", word, stamp, "read", readers[word]);
        }
        if (Stamp.isRace(otherReaders[word], stamp)) {
            throw race("writes", word, stamp, "read", otherReaders[word]);
        }
    }

    private void checkWriter(int word, long stamp) {
        if (writers[word] == Stamp.IN_FLIGHT) {
            throw new AccessFault(Stamp.lane(stamp), "writes byte " + 4L * word + " of " + name
                    + ", to which cp.async is still copying");
        }
        if (Stamp.isRace(writers[word], stamp)) {
            throw race("writes", word, stamp, "wrote", writers[word]);
        }
    }

    /** What an atomic access finds: checked as a read, but remembered as none, since atomics do not race with each other. */
    int loadAtomically(int word, long stamp) {
        return loadUnrecorded(word, stamp);
    }

    void storeAtomically(int word, int value) {
        words[word] = value;
    }

    private AccessFault race(String does, int word, long stamp, String did, long earlier) {
        boolean sameBlock = Stamp.block(earlier) == Stamp.block(stamp);
        return new AccessFault(Stamp.lane(stamp), "race: it " + does + " byte " + 4L * word + " of " + name + ", which thread number "
                + Stamp.lane(earlier) + " of " + (sameBlock ? "its block " + did + " with no barrier in between"
                : "block number " + Stamp.block(earlier) + " " + did + " in the same launch"));
    }
}
