package gyrus.kernels.cuda;

import gyrus.kernels.cuda.vendor.CublasHandle;
import gyrus.kernels.cuda.vendor.CudnnHandle;
import gyrus.kernels.cuda.vendor.Found;
import java.lang.foreign.MemorySegment;

/** A driver whose GPU has so many bytes of memory, and whose launches fail from some launch on. */
public final class FailingDriver implements Driver {

    private final Driver driver;
    private final long memory;
    private final long launchesThatWork;
    private long allocated;
    private long launches;

    public FailingDriver(Driver driver, long memory, long launchesThatWork) {
        this.driver = driver;
        this.memory = memory;
        this.launchesThatWork = launchesThatWork;
    }

    @Override
    public long allocate(long bytes) {
        if (allocated + bytes > memory) {
            throw JCudaDriver.outOfMemory("cuda:0", bytes, memory - allocated, memory);
        }
        allocated += bytes;
        return driver.allocate(bytes);
    }

    @Override
    public Runnable prepare(String module, String ptx, String function, Dim grid, Dim block, int sharedBytes, Arguments arguments) {
        Runnable launch = driver.prepare(module, ptx, function, grid, block, sharedBytes, arguments);
        return () -> {
            if (launches++ >= launchesThatWork) {
                throw new CudaException("device cuda:0: launching " + function + " failed: an error made for a test");
            }
            launch.run();
        };
    }

    @Override
    public String description() {
        return driver.description();
    }

    @Override
    public int computeCapability() {
        return driver.computeCapability();
    }

    @Override
    public void free(long address) {
        driver.free(address);
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
        return driver.capture(work);
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
