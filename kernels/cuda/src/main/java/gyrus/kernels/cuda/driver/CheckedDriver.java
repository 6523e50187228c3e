package gyrus.kernels.cuda.driver;

import gyrus.kernels.cuda.launch.Arguments;
import gyrus.kernels.cuda.launch.CudaException;
import gyrus.kernels.cuda.launch.Dim;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A driver that waits after every launch and checks the guard zones around every buffer, so that an error names the kernel that
 * caused it. It captures nothing.
 */
public final class CheckedDriver extends ForwardingDriver {

    private static final int GUARD = 256; // bytes on either side, so that buffers stay aligned
    private static final int GUARD_WORD = 0xFFC0DEAD; // a NaN

    private final Map<Long, Long> buffers = new TreeMap<>(); // address to bytes
    private final MemorySegment guard = Arena.ofAuto().allocate(GUARD, 16);
    private final MemorySegment seen = Arena.ofAuto().allocate(GUARD, 16);

    /** Creates a driver that checks the launches of another one. */
    public CheckedDriver(Driver driver) {
        super(driver);
        for (int at = 0; at < GUARD; at += Integer.BYTES) {
            guard.set(ValueLayout.JAVA_INT, at, GUARD_WORD);
        }
    }

    @Override
    public String description() {
        return driver.description() + ", every launch checked";
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
        String kernel = String.format(Locale.ROOT, "kernel %s of %s, %s blocks of %s threads, arguments %s",
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
            throw new CudaException(String.format(Locale.ROOT, "%s: it wrote outside of a buffer of %,d bytes, at byte %,d",
                    after, bytes, offset + difference));
        }
    }

    @Override
    public Graph capture(Runnable work) {
        throw new UnsupportedOperationException("launches that are checked one by one are not captured");
    }
}
