package gyrus.kernels.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/** The source of a {@link Pool}'s memory. */
public interface Heap extends AutoCloseable {

    /** Memory until it is freed or the heap is closed; a GPU's is a segment without length, which is but an address to the host. */
    MemorySegment allocate(long bytes, long alignment);

    /** Gives back what {@link #allocate} returned. */
    void free(MemorySegment memory);

    /** Gives everything back. */
    @Override
    void close();

    /** The host's memory, outside of Java's heap. */
    static Heap ofHost() {
        Map<Long, Arena> arenas = new HashMap<>(); // by the address of what each one allocated
        return new Heap() {
            @Override
            public MemorySegment allocate(long bytes, long alignment) {
                Arena arena = Arena.ofShared();
                MemorySegment memory = arena.allocate(bytes, alignment);
                arenas.put(memory.address(), arena);
                return memory;
            }

            @Override
            public void free(MemorySegment memory) {
                arenas.remove(memory.address()).close();
            }

            @Override
            public void close() {
                arenas.values().forEach(Arena::close);
                arenas.clear();
            }
        };
    }
}
