package gyrus.kernels.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/** The source of a {@link Pool}'s memory. */
public interface Heap extends AutoCloseable {

    /**
     * Returns memory that stays valid until it is freed or the heap is closed. GPU memory is a segment of length 0 at its address.
     *
     * @param bytes the size
     * @param alignment of the address, in bytes
     */
    MemorySegment allocate(long bytes, long alignment);

    /** Frees memory that {@link #allocate} returned. */
    void free(MemorySegment memory);

    /** Frees all memory. */
    @Override
    void close();

    /** Returns a heap of host memory outside the Java heap. */
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
