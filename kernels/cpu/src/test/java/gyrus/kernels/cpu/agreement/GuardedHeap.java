package gyrus.kernels.cpu.agreement;

import gyrus.kernels.memory.Heap;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory between pages that nobody may touch, on Linux: a kernel that reads or writes next to its operand ends the process.
 *
 * <p>Memory ends exactly where the page behind it begins, or begins exactly where the page before it ends.
 */
final class GuardedHeap implements Heap {

    /** A multiple of every system's page, and more than any kernel reads at once. */
    private static final long PAGE = 1 << 16;

    private static final int PROT_NONE = 0;
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_PRIVATE_ANONYMOUS = 0x22;

    private static final MethodHandle MMAP = function("mmap", FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
    private static final MethodHandle MPROTECT = function("mprotect", FunctionDescriptor.of(ValueLayout.JAVA_INT,
            ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
    private static final MethodHandle MUNMAP = function("munmap", FunctionDescriptor.of(ValueLayout.JAVA_INT,
            ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));

    /** At which end of the memory the nearer untouchable page lies. */
    enum End {
        BEFORE, BEHIND
    }

    private record Mapping(long address, long bytes) {}

    private final End end;
    private final List<Mapping> mappings = new ArrayList<>();

    GuardedHeap(End end) {
        this.end = end;
    }

    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
    }

    @Override
    public MemorySegment allocate(long bytes, long alignment) {
        long inner = Math.ceilDiv(bytes, PAGE) * PAGE;
        try {
            long mapping = (long) MMAP.invokeExact(0L, inner + 2 * PAGE, PROT_NONE, MAP_PRIVATE_ANONYMOUS, -1, 0L);
            if (mapping == -1 || (int) MPROTECT.invokeExact(mapping + PAGE, inner, PROT_READ_WRITE) != 0) {
                throw new IllegalStateException("guarded memory: the system refuses " + bytes + " bytes");
            }
            mappings.add(new Mapping(mapping, inner + 2 * PAGE));
            long first = mapping + PAGE + (end == End.BEHIND ? inner - bytes : 0);
            return MemorySegment.ofAddress(first).reinterpret(bytes);
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void free(MemorySegment memory) {
        throw new UnsupportedOperationException("guarded memory is freed when the heap is closed");
    }

    @Override
    public void close() {
        for (Mapping mapping : mappings) {
            try {
                int result = (int) MUNMAP.invokeExact(mapping.address, mapping.bytes);
                if (result != 0) {
                    throw new IllegalStateException("guarded memory: the system takes back nothing");
                }
            } catch (RuntimeException | Error failure) {
                throw failure;
            } catch (Throwable failure) {
                throw new IllegalStateException(failure);
            }
        }
    }
}
