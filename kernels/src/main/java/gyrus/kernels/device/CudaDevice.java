package gyrus.kernels.device;

import gyrus.kernels.CudaKernel;
import gyrus.kernels.DType;
import gyrus.kernels.Extent;
import gyrus.kernels.Plan;
import gyrus.kernels.cuda.Argument;
import gyrus.kernels.cuda.Arguments;
import gyrus.kernels.cuda.CudaException;
import gyrus.kernels.cuda.Driver;
import gyrus.kernels.cuda.JCudaDriver;
import gyrus.kernels.cuda.Launch;
import gyrus.kernels.cuda.Precision;
import gyrus.kernels.cuda.Ptx;
import gyrus.kernels.cuda.vendor.CublasHandle;
import gyrus.kernels.cuda.vendor.CudnnHandle;
import gyrus.kernels.cuda.vendor.Found;
import gyrus.kernels.memory.Block;
import gyrus.kernels.memory.Heap;
import gyrus.kernels.memory.Operand;
import gyrus.kernels.memory.Pool;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** An NVIDIA GPU through kernels in CUDA. Launches and copies run in order. */
public final class CudaDevice extends Device {

    private final int ordinal;
    private final Driver driver;
    private final Precision precision;
    private final Pool staging = new Pool(); // what the host reads and writes in a device's stead
    private Block scratch;

    /** The GPU of that number, behind its driver. */
    public CudaDevice(int ordinal, Driver driver, Precision precision, Selector selector) {
        super(selector, new Pool(new DeviceHeap(driver)));
        this.ordinal = ordinal;
        this.driver = driver;
        this.precision = precision;
        if (driver.computeCapability() < precision.minCapability()) {
            throw new CudaException("device %s: %s; %s needs compute capability %.1f, use a device that has it or cpu".formatted(
                    name(), driver.description(), precision.text(), precision.minCapability() / 10.0));
        }
    }

    /** The GPU of that number of this machine. */
    public static CudaDevice open(int ordinal, Precision precision) {
        return new CudaDevice(ordinal, JCudaDriver.open(ordinal), precision, Selector.declared());
    }

    @Override
    public String name() {
        return "cuda:" + ordinal + (precision == Precision.FLOAT32 ? "" : ":" + precision.text());
    }

    /** What products may be computed in. */
    public Precision precision() {
        return precision;
    }

    @Override
    public DType dtype() {
        return DType.FLOAT32;
    }

    @Override
    public String description() {
        return driver.description();
    }

    /** The launches made ready; the scratch memory they share with all other plans is theirs for one run. */
    public Plan prepare(CudaKernel<?> kernel, List<Launch> launches, long scratchBytes) {
        reserveScratch(scratchBytes);
        Ptx ptx = Ptx.of(kernel);
        List<Prepared> prepared = new ArrayList<>();
        for (Launch launch : launches) {
            Arguments arguments = new Arguments(launch.arguments());
            Runnable run = driver.prepare(ptx.name(), ptx.text(), launch.kernel(), launch.grid(), launch.block(), 0, arguments);
            prepared.add(new Prepared(launch, arguments, run));
        }
        return operands -> {
            for (Prepared launch : prepared) {
                launch.run(operands, scratch);
            }
        };
    }

    /** A library's work, on the addresses of scratch memory and of the operands. */
    @FunctionalInterface
    public interface Call {
        void run(long scratch, long[] operands);
    }

    /** A call made ready; the scratch memory it shares with all other plans is its own for one run. */
    public Plan prepareCall(long scratchBytes, Call call) {
        reserveScratch(scratchBytes);
        return operands -> call.run(scratchBytes > 0 ? scratch.address() : 0,
                Arrays.stream(operands).mapToLong(Operand::address).toArray());
    }

    /** NVIDIA's cuBLAS for this device, or why it has none. */
    public Found<CublasHandle> cublas() {
        return driver.cublas();
    }

    /** NVIDIA's cuDNN for this device, or why it has none. */
    public Found<CudnnHandle> cudnn() {
        return driver.cudnn();
    }

    /** What must be there; the error says why it is not. */
    public <T> T require(Found<T> library) {
        return switch (library) {
            case Found.Here<T>(T value) -> value;
            case Found.Missing<T>(String reason) -> throw new CudaException("device " + name() + ": " + reason);
        };
    }

    private record Prepared(Launch launch, Arguments memory, Runnable run) {

        void run(Operand[] operands, Block scratch) {
            for (int i = 0; i < launch.arguments().size(); i++) {
                switch (launch.arguments().get(i)) {
                    case Argument.Pointer(int port) -> memory.address(i, operands[port].address());
                    case Argument.Scratch() -> memory.address(i, scratch.address());
                    default -> {} // the same for every run
                }
            }
            run.run();
        }
    }

    private void reserveScratch(long bytes) {
        if (bytes > 0 && (scratch == null || scratch.bytes() < bytes)) {
            if (scratch != null) {
                scratch.release();
            }
            scratch = lend((bytes + 3) / 4);
        }
    }

    @Override
    public boolean usesHostMemory() {
        return false;
    }

    @Override
    public void read(Operand operand, Extent extent, Consumer<Operand> reader) {
        Block copy = staging.lend(dtype(), extent.span());
        driver.copyToHost(copy.segment(), operand.address());
        reader.accept(Operand.of(copy));
        copy.release();
    }

    @Override
    public void write(Operand operand, Extent extent, Consumer<Operand> writer) {
        Block copy = staging.lend(dtype(), extent.span());
        if (extent.rows() > 1 && extent.pitch() > extent.width()) {
            driver.copyToHost(copy.segment(), operand.address());
        }
        writer.accept(Operand.of(copy));
        driver.copyToDevice(operand.address(), copy.segment());
        copy.release();
    }

    @Override
    public void close() {
        staging.close();
        super.close();
        driver.close();
    }

    /** The GPU's memory. */
    private static final class DeviceHeap implements Heap {

        private final Driver driver;
        private final List<Long> addresses = new ArrayList<>();

        DeviceHeap(Driver driver) {
            this.driver = driver;
        }

        @Override
        public MemorySegment allocate(long bytes, long alignment) {
            addresses.add(driver.allocate(bytes)); // aligned to 256 bytes
            return MemorySegment.ofAddress(addresses.getLast());
        }

        @Override
        public void close() {
            addresses.forEach(driver::free);
        }
    }
}
