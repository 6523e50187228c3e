package gyrus.kernels.cuda.driver;

import gyrus.kernels.cuda.launch.Argument;
import gyrus.kernels.cuda.launch.Arguments;
import gyrus.kernels.cuda.launch.Dim;
import gyrus.kernels.cuda.vendor.CublasHandle;
import gyrus.kernels.cuda.vendor.CudnnHandle;
import gyrus.kernels.cuda.vendor.Found;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** A driver that forwards every call to another one; subclasses override the calls that they change. */
abstract class ForwardingDriver implements Driver {

    final Driver driver;

    ForwardingDriver(Driver driver) {
        this.driver = driver;
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
    public long allocate(long bytes) {
        return driver.allocate(bytes);
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
    public void freePinned(MemorySegment memory) {
        driver.freePinned(memory);
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
    public Runnable prepare(String module, String ptx, String function, Dim grid, Dim block, int sharedBytes, Arguments arguments) {
        return driver.prepare(module, ptx, function, grid, block, sharedBytes, arguments);
    }

    @Override
    public Graph capture(Runnable work) {
        return driver.capture(work);
    }

    @Override
    public void beginOp(List<Integer> after, boolean library) {
        driver.beginOp(after, library);
    }

    @Override
    public void check(String after) {
        driver.check(after);
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
