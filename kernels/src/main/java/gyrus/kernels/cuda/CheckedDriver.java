package gyrus.kernels.cuda;

import gyrus.kernels.cuda.vendor.CublasHandle;
import gyrus.kernels.cuda.vendor.CudnnHandle;
import gyrus.kernels.cuda.vendor.Found;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.TreeMap;

/**
 * A driver that waits after every launch, and looks whether guard zones around every buffer are as they were: so that an error
 * names the kernel that made it. For looking for faults; it captures nothing.
 */
public final class CheckedDriver implements Driver {

    private static final int GUARD = 256; // bytes on either side, so that buffers stay aligned
    private static final int GUARD_WORD = 0xFFC0DEAD; // a NaN, whoever reads it

    private final Driver driver;
    private final Map<Long, Long> buffers = new TreeMap<>(); // address to bytes
    private final MemorySegment guard = Arena.ofAuto().allocate(GUARD, 16);
    private final MemorySegment seen = Arena.ofAuto().allocate(GUARD, 16);

    public CheckedDriver(Driver driver) {
        this.driver = driver;
        for (int at = 0; at < GUARD; at += Integer.BYTES) {
            guard.set(ValueLayout.JAVA_INT, at, GUARD_WORD);
        }
    }

    @Override
    public String description() {
        return driver.description() + ", every launch checked";
    }

    @Override
    public int computeCapability() {
        return driver.computeCapability();
    }

    @Override
    public long allocate(long bytes) {
        long begin = driver.allocate(2 * GUARD + aligned(bytes));
        long address = begin + GUARD;
        driver.copyToDevice(begin, guard);
        driver.copyToDevice(address + aligned(bytes), guard);
        driver.synchronize();
        buffers.put(address, bytes);
        return address;
    }

    private static long aligned(long bytes) {
        return Math.ceilDiv(bytes, 4L) * 4;
    }

    @Override
    public void free(long address) {
        buffers.remove(address);
        driver.free(address - GUARD);
    }

    @Override
    public Runnable prepare(String module, String ptx, String function, Dim grid, Dim block, int sharedBytes, Arguments arguments) {
        Runnable launch = driver.prepare(module, ptx, function, grid, block, sharedBytes, arguments);
        String kernel = "kernel %s of %s, %s blocks of %s threads, arguments %s".formatted(
                function, module, grid, block, arguments);
        return () -> {
            try {
                launch.run();
            } catch (CudaException failure) {
                throw new CudaException(kernel + ": " + failure.getMessage());
            }
            check(kernel);
        };
    }

    @Override
    public void check(String after) {
        try {
            driver.synchronize();
        } catch (CudaException failure) {
            throw new CudaException(after + ": " + failure.getMessage());
        }
        buffers.forEach((address, bytes) -> {
            checkGuard(after, address - GUARD, -GUARD, bytes);
            checkGuard(after, address + aligned(bytes), aligned(bytes), bytes);
        });
    }

    private void checkGuard(String after, long address, long offset, long bytes) {
        driver.copyToHost(seen, address);
        long difference = seen.mismatch(guard);
        if (difference >= 0) {
            throw new CudaException("%s: it wrote outside of a buffer of %,d bytes, at byte %,d".formatted(
                    after, bytes, offset + difference));
        }
    }

    @Override
    public MemorySegment allocatePinned(long bytes) {
        return driver.allocatePinned(bytes);
    }

    @Override
    public void copyToDevice(long to, MemorySegment from) {
        driver.copyToDevice(to, from);
    }

    @Override
    public void copyToHost(MemorySegment to, long from) {
        driver.copyToHost(to, from);
    }

    @Override
    public void copyOnDevice(long to, long from, long bytes) {
        driver.copyOnDevice(to, from, bytes);
    }

    @Override
    public void copyBeside(long to, MemorySegment from, Event after, Event done) {
        driver.copyBeside(to, from, after, done);
    }

    @Override
    public Event event() {
        return driver.event();
    }

    @Override
    public void record(Event event) {
        driver.record(event);
    }

    @Override
    public void waitFor(Event event) {
        driver.waitFor(event);
    }

    @Override
    public Graph capture(Runnable work) {
        throw new UnsupportedOperationException("launches that are checked one by one are not captured");
    }

    @Override
    public Found<CublasHandle> cublas() {
        return driver.cublas();
    }

    @Override
    public Found<CudnnHandle> cudnn() {
        return driver.cudnn();
    }

    @Override
    public void encode(MemorySegment map, Argument.TensorMap tensor, long address) {
        driver.encode(map, tensor, address);
    }

    @Override
    public void synchronize() {
        driver.synchronize();
    }

    @Override
    public void close() {
        driver.close();
    }
}
