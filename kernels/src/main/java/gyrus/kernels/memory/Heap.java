package gyrus.kernels.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Where a {@link Pool} gets its memory from. */
public interface Heap extends AutoCloseable {

    /** Memory for as long as the heap is open; a GPU's is a segment without length, which is but an address to the host. */
    MemorySegment allocate(long bytes, long alignment);

    /** Gives everything back. */
    @Override
    void close();

    /** The host's memory, outside of Java's heap. */
    static Heap ofHost() {
        Arena arena = Arena.ofShared();
        return new Heap() {
            @Override
            public MemorySegment allocate(long bytes, long alignment) {
                return arena.allocate(bytes, alignment);
            }

            @Override
            public void close() {
                arena.close();
            }
        };
    }
}
