package gyrus.kernels.cuda.driver;

import gyrus.kernels.cuda.launch.Arguments;
import gyrus.kernels.cuda.launch.CudaException;
import gyrus.kernels.cuda.launch.Dim;

/** A driver with a limit on the GPU's memory, whose launches fail from a given launch on. */
public final class FailingDriver extends ForwardingDriver {

    private final long memory;
    private final long launchesThatWork;
    private long allocated;
    private long launches;

    public FailingDriver(Driver driver, long memory, long launchesThatWork) {
        super(driver);
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
}
