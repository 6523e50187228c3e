package gyrus.kernels.cuda;

import gyrus.kernels.DType;
import gyrus.kernels.Extent;
import gyrus.kernels.Port;
import gyrus.kernels.cuda.driver.CheckedDriver;
import gyrus.kernels.cuda.driver.Driver;
import gyrus.kernels.cuda.driver.JCudaDriver;
import gyrus.kernels.cuda.driver.PtxDriver;
import gyrus.kernels.cuda.launch.Argument;
import gyrus.kernels.cuda.launch.Arguments;
import gyrus.kernels.cuda.launch.CudaException;
import gyrus.kernels.cuda.launch.Launch;
import gyrus.kernels.cuda.launch.Precision;
import gyrus.kernels.cuda.vendor.CublasHandle;
import gyrus.kernels.cuda.vendor.CudnnHandle;
import gyrus.kernels.cuda.vendor.Found;
import gyrus.kernels.device.Capture;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.InputBuffer;
import gyrus.kernels.device.Machine;
import gyrus.kernels.device.Plan;
import gyrus.kernels.device.Profile;
import gyrus.kernels.device.Selector;
import gyrus.kernels.device.Tuning;
import gyrus.kernels.memory.Block;
import gyrus.kernels.memory.Heap;
import gyrus.kernels.memory.Memory;
import gyrus.kernels.memory.Operand;
import gyrus.kernels.memory.Pool;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/**
 * An NVIDIA GPU as a device, through kernels in CUDA and NVIDIA's libraries. Launches and copies run in the order of their calls.
 */
public final class CudaDevice extends Device {

    private static final int SCRATCHES = 3;
    private static final long SHARED_SCRATCH_BYTES = 128L << 20; // of each

    private final String gpu; // the name without the precision
    private final Driver driver;
    private final Precision precision;
    private final boolean debug;
    private final Staging staging;
    private final LaunchTimer timer;
    private final List<Block> scratch = new ArrayList<>(); // eager launches use the first, captured ones take turns
    private int turn; // the index of the running plan's scratch memory
    private Captured captured; // null outside a capture

    /** Opens the GPU of a number behind a driver. */
    public CudaDevice(int ordinal, Driver driver, Precision precision, Selector selector) {
        this(ordinal, driver, precision, false, selector);
    }

    /** Opens the GPU behind a driver; with {@code debug}, each launch is synchronized and checked. */
    public CudaDevice(int ordinal, Driver plain, Precision precision, boolean debug, Selector selector) {
        this("cuda:" + ordinal, plain, precision, debug, selector);
    }

    private CudaDevice(String gpu, Driver plain, Precision precision, boolean debug, Selector selector) {
        Driver driver = debug ? new CheckedDriver(plain) : plain;
        super(selector, new Pool(new DeviceHeap(driver)));
        this.gpu = gpu;
        this.driver = driver;
        this.precision = precision;
        this.debug = debug;
        this.staging = new Staging(driver);
        this.timer = new LaunchTimer(driver);
        if (driver.computeCapability() < precision.minCapability()) {
            throw new CudaException(String.format(Locale.ROOT,
                    "device %s: %s; %s needs compute capability %.1f, use a device that has it or cpu",
                    name(), driver.description(), precision.text(), precision.minCapability() / 10.0));
        }
    }

    /**
     * Opens a GPU that the PTX interpreter simulates, to teach and to find faults. It is slower than the CPU by orders of
     * magnitude.
     *
     * @param gpu the device's name without the precision
     * @param computeCapability ten times the compute capability: 90 for 9.0
     */
    public static CudaDevice interpreted(String gpu, int computeCapability, Precision precision) {
        return new CudaDevice(gpu, new PtxDriver(computeCapability), precision, false, Selector.declared());
    }

    /** Opens the GPU of a number on this machine. */
    public static CudaDevice open(int ordinal, Precision precision) {
        return open(ordinal, precision, false, false);
    }

    /**
     * Opens the GPU of a number on this machine.
     *
     * @param tuned whether a tuning of this machine selects the kernels
     * @param debug whether each launch is synchronized and checked
     */
    public static CudaDevice open(int ordinal, Precision precision, boolean tuned, boolean debug) {
        Driver driver = JCudaDriver.open(ordinal);
        Selector selector = tuned ? Selector.measured(Tuning.saved(machine(driver, precision))) : Selector.declared();
        return new CudaDevice(ordinal, driver, precision, debug, selector);
    }

    /** Returns the machine that this device's tunings belong to. */
    public Machine machine() {
        return machine(driver, precision);
    }

    private static Machine machine(Driver gpu, Precision precision) {
        return new Machine(gpu.description() + ", " + precision.text(), 0, 0);
    }

    @Override
    public String name() {
        return gpu + (precision == Precision.FLOAT32 ? "" : ":" + precision.text()) + (debug ? ":debug" : "");
    }

    /** Returns the lowest precision that products may use. */
    public Precision precision() {
        return precision;
    }

    /** Returns ten times the compute capability: 90 for 9.0. */
    public int computeCapability() {
        return driver.computeCapability();
    }

    @Override
    public DType dtype() {
        return DType.FLOAT32;
    }

    @Override
    public String description() {
        return driver.description() + (selector().isMeasured() ? ", tuned" : "");
    }

    /**
     * Returns the plan of a kernel's launches. All plans of the device share scratch memory, which holds a plan's data during one
     * run.
     */
    public Plan prepare(CudaKernel<?> kernel, List<Launch> launches, long scratchBytes) {
        reserveScratch(scratchBytes);
        Ptx ptx = Ptx.of(kernel);
        List<Prepared> prepared = new ArrayList<>();
        for (Launch launch : launches) {
            Arguments arguments = new Arguments(launch.arguments());
            Runnable run = driver.prepare(ptx.name(), ptx.text(), launch.kernel(), launch.grid(), launch.block(),
                    launch.sharedBytes(), arguments);
            prepared.add(new Prepared(driver, launch, arguments, run));
        }
        return new Launches(this, prepared, scratchBytes);
    }

    /** A plan with the amount of scratch memory that it uses. */
    private sealed interface Work extends Plan {
        long scratchBytes();
    }

    private record Launches(CudaDevice device, List<Prepared> prepared, long scratchBytes) implements Work {

        @Override
        public void launch(Operand... operands) {
            long scratch = device.scratchAddress(scratchBytes);
            for (Prepared launch : prepared) {
                launch.run(operands, scratch);
            }
        }
    }

    private record LibraryCall(CudaDevice device, Call call, long scratchBytes) implements Work {

        @Override
        public void launch(Operand... operands) {
            call.run(device.scratchAddress(scratchBytes), Arrays.stream(operands).mapToLong(Operand::address).toArray());
            device.driver.check("a call of a library");
        }
    }

    private long scratchAddress(long bytes) {
        return bytes > 0 ? scratch.get(turn).address() : 0;
    }

    /** The work of a library. */
    @FunctionalInterface
    public interface Call {
        /** Calls the library with the addresses of scratch memory and of the operands. */
        void run(long scratch, long[] operands);
    }

    /**
     * Returns the plan of a library call. All plans of the device share scratch memory, which holds a plan's data during one run.
     */
    public Plan prepareCall(long scratchBytes, Call call) {
        reserveScratch(scratchBytes);
        return new LibraryCall(this, call, scratchBytes);
    }

    /** Returns cuBLAS for this device, or the reason why it is missing. */
    public Found<CublasHandle> cublas() {
        return driver.cublas();
    }

    /** Returns cuDNN for this device, or the reason why it is missing. */
    public Found<CudnnHandle> cudnn() {
        return driver.cudnn();
    }

    /** Returns a library; throws with the reason if it is missing. */
    public <T> T require(Found<T> library) {
        return switch (library) {
            case Found.Here<T>(T value) -> value;
            case Found.Missing<T>(String reason) -> throw new CudaException("device " + name() + ": " + reason);
        };
    }

    private record Prepared(Driver driver, Launch launch, Arguments memory, Runnable run) {

        void run(Operand[] operands, long scratch) {
            for (int i = 0; i < launch.arguments().size(); i++) {
                switch (launch.arguments().get(i)) {
                    case Argument.Pointer(int port) -> memory.address(i, operands[port].address());
                    case Argument.Scratch(long offset) -> memory.address(i, scratch + offset);
                    case Argument.TensorMap map -> driver.encode(memory.memory(i), map, switch (map.from()) {
                        case Argument.Pointer(int port) -> operands[port].address();
                        case Argument.Scratch(long offset) -> scratch + offset;
                        default -> throw new IllegalStateException(map + " is of no memory");
                    });
                    default -> {} // the same for every run
                }
            }
            run.run();
        }
    }

    private void reserveScratch(long bytes) {
        if (bytes > 0 && (scratch.isEmpty() || scratch.getFirst().bytes() < bytes)) {
            scratch.forEach(Block::release);
            scratch.clear();
            scratch.add(allocate((bytes + 3) / 4));
        }
    }

    /**
     * Allocates scratch memory for several captured ops, so that they need not wait for each other's. Large scratch memory stays
     * single: a launch that needs it fills the GPU alone.
     */
    private void shareScratch() {
        while (!scratch.isEmpty() && scratch.size() < SCRATCHES && scratch.getFirst().bytes() <= SHARED_SCRATCH_BYTES) {
            scratch.add(allocate(scratch.getFirst().elements()));
        }
    }

    /** Runs a plan and times it by events, or records it if launches are captured; errors name op, variant and problem. */
    @Override
    protected void run(Plan plan, Operand[] operands, Profile.Row<?> row) {
        try {
            if (captured != null) {
                capture((Work) plan, operands, row);
            } else {
                timer.time(() -> plan.launch(operands), nanos -> finished(row, nanos));
            }
        } catch (CudaException failure) {
            throw new CudaException(
                    row.op().name() + " by " + row.variant() + " on " + row.problem() + ": " + failure.getMessage());
        }
    }

    /** Captures the launches of a plan as one op, which waits for the ops that it shares memory with. */
    private void capture(Work plan, Operand[] operands, Profile.Row<?> row) {
        List<DataFlow.Access> accesses = new ArrayList<>();
        List<Port> ports = ports(row);
        for (int i = 0; i < operands.length; i++) {
            accesses.add(access(operands[i].address(), ports.get(i).extent(), ports.get(i).access() != Port.Access.READ));
        }
        if (plan.scratchBytes() > 0) {
            turn = (turn + 1) % scratch.size();
            int elements = Math.toIntExact(Math.ceilDiv(plan.scratchBytes(), (long) dtype().bytes()));
            accesses.add(access(scratchAddress(plan.scratchBytes()), Extent.vector(elements), true));
        }
        driver.beginOp(captured.flow.add(accesses), plan instanceof LibraryCall);
        plan.launch(operands);
        captured.add(operands, row);
    }

    private static <S> List<Port> ports(Profile.Row<S> row) {
        return row.op().ports(row.problem());
    }

    private DataFlow.Access access(long address, Extent extent, boolean writes) {
        return new DataFlow.Access(address / dtype().bytes(), extent, writes);
    }

    @Override
    public double time(Runnable work) {
        return timer.seconds(work);
    }

    @Override
    public Profile profile() {
        timer.collect();
        return super.profile();
    }

    @Override
    public boolean canCapture() {
        return !debug;
    }

    @Override
    public Capture capture(Runnable work) {
        shareScratch();
        captured = new Captured();
        try {
            Driver.Graph graph = driver.capture(work);
            return new GraphCapture(graph, captured);
        } finally {
            captured = null;
            turn = 0;
        }
    }

    /** The blocks, accesses and work of captured launches. */
    private static final class Captured {

        private final DataFlow flow = new DataFlow();
        private final Set<Block> blocks = new LinkedHashSet<>();
        private int launches;
        private double flops;
        private double bytes;

        void add(Operand[] operands, Profile.Row<?> row) {
            for (Operand operand : operands) {
                blocks.add(operand.block());
            }
            launches++;
            flops += row.flops();
            bytes += row.bytes();
        }
    }

    private final class GraphCapture implements Capture {

        private final Driver.Graph graph;
        private final List<Block> outlasting = new ArrayList<>();
        private final List<Memory> inner = new ArrayList<>(); // allocated and released during the capture
        private final List<Block> scratchThen = List.copyOf(scratch);
        private final Profile.Replays replays;

        GraphCapture(Driver.Graph graph, Captured captured) {
            this.graph = graph;
            for (Block block : captured.blocks) {
                if (block.isLive()) {
                    outlasting.add(block);
                } else {
                    inner.add(block.memory());
                }
            }
            replays = CudaDevice.super.profile().replays(captured.launches, captured.flops, captured.bytes);
        }

        @Override
        public boolean isValid() {
            return scratch.equals(scratchThen) && outlasting.stream().allMatch(Block::isLive)
                    && inner.stream().allMatch(Memory::isIdle);
        }

        @Override
        public void replay() {
            timer.time(graph::launch, replays::add);
        }

        @Override
        public void close() {
            graph.close();
        }
    }

    private void refuseCapture(String what) {
        if (captured != null) {
            throw new IllegalStateException("device " + name() + ": the host cannot " + what
                    + " memory among launches that are captured");
        }
    }

    @Override
    public boolean usesHostMemory() {
        return false;
    }

    @Override
    public void read(Operand operand, Extent extent, Consumer<Operand> reader) {
        refuseCapture("read");
        Block copy = staging.allocate(extent.span());
        driver.copyToHost(copy.segment(), operand.address());
        reader.accept(Operand.of(copy));
        copy.release();
    }

    @Override
    public void write(Operand operand, Extent extent, Consumer<Operand> writer) {
        refuseCapture("write");
        Block copy = staging.allocate(extent.span());
        if (extent.rows() > 1 && extent.pitch() > extent.width()) {
            driver.copyToHost(copy.segment(), operand.address());
        }
        writer.accept(Operand.of(copy));
        driver.copyToDevice(operand.address(), copy.segment());
        staging.releaseBehindCopy(copy);
    }

    /**
     * Returns a buffer of three parts. The host writes pinned memory, which is copied to the GPU beside the computation. {@link
     * InputBuffer#deliver} copies it from there to the memory that launches read.
     */
    @Override
    public InputBuffer inputBuffer(long elements) {
        Block pinned = staging.allocate(elements);
        Block staged = allocate(elements);
        Block input = allocate(elements);
        Driver.Event copied = driver.event();
        Driver.Event delivered = driver.event();
        driver.record(copied);
        driver.record(delivered);
        return new InputBuffer() {
            @Override
            public Block block() {
                return input;
            }

            @Override
            public void fill(Consumer<Operand> writer) {
                copied.await(); // the last copy from pinned memory
                writer.accept(Operand.of(pinned));
                driver.copyBeside(staged.address(), pinned.segment(), delivered, copied);
            }

            @Override
            public void deliver() {
                driver.waitFor(copied);
                driver.copyOnDevice(input.address(), staged.address(), input.bytes());
                driver.record(delivered);
            }

            @Override
            public void release() {
                copied.await();
                pinned.release();
                staged.release();
                input.release();
            }
        };
    }

    /** Does nothing during a capture, because captured launches allocate and free nothing. */
    @Override
    public void endStep() {
        if (captured == null) {
            super.endStep();
            staging.endStep();
        }
    }

    /** Returns the bytes of host memory that are pinned now. */
    public long pinnedBytes() {
        return staging.systemBytes();
    }

    @Override
    public void close() {
        super.close();
        driver.close();
    }

    /** The GPU's memory. */
    private static final class DeviceHeap implements Heap {

        private final Driver driver;
        private final Set<Long> addresses = new LinkedHashSet<>();

        DeviceHeap(Driver driver) {
            this.driver = driver;
        }

        @Override
        public MemorySegment allocate(long bytes, long alignment) {
            long address = driver.allocate(bytes); // aligned to 256 bytes
            addresses.add(address);
            return MemorySegment.ofAddress(address);
        }

        @Override
        public void free(MemorySegment memory) {
            addresses.remove(memory.address());
            driver.free(memory.address());
        }

        @Override
        public void close() {
            addresses.forEach(driver::free);
        }
    }
}
