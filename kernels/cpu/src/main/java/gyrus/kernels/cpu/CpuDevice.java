package gyrus.kernels.cpu;

import gyrus.kernels.DType;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.Machine;
import gyrus.kernels.device.Selector;
import gyrus.kernels.device.Tuning;

/** The CPU as a device: its cores and vector units, through kernels in Java. */
public final class CpuDevice extends Device {

    private final Workers workers;

    /** Creates a device with the given number of threads. Results do not depend on it. */
    public CpuDevice(int threads) {
        this(threads, Selector.declared());
    }

    /** Creates a device with the given number of threads, whose kernels a selector chooses. */
    public CpuDevice(int threads, Selector selector) {
        super(selector);
        this.workers = new Workers(threads);
    }

    /** Returns a device with one thread for each core of the machine. */
    public static CpuDevice ofAllCores() {
        return new CpuDevice(Runtime.getRuntime().availableProcessors());
    }

    /** Returns a device with the variants that were measured to be the fastest on this machine and number of threads. */
    public static CpuDevice tuned(int threads) {
        return new CpuDevice(threads, Selector.measured(Tuning.saved(machine(threads))));
    }

    /** Returns this machine with the given number of threads. */
    public static Machine machine(int threads) {
        return new Machine(Machine.processorName(), threads, Simd.bits());
    }

    /** Returns the threads that run the tasks of kernels. */
    public Workers workers() {
        return workers;
    }

    @Override
    public String name() {
        return "cpu";
    }

    @Override
    public DType dtype() {
        return DType.FLOAT32;
    }

    @Override
    public String description() {
        return workers.threads() + (workers.threads() == 1 ? " thread, " : " threads, ") + Simd.bits() + "-bit vectors"
                + (selector().isMeasured() ? ", tuned" : "");
    }

    @Override
    public void close() {
        workers.close();
        super.close();
    }
}
