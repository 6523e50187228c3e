package gyrus.kernels.cuda.driver;

import gyrus.kernels.cuda.launch.Argument;
import gyrus.kernels.cuda.launch.Arguments;
import gyrus.kernels.cuda.launch.Dim;
import gyrus.kernels.cuda.vendor.CublasHandle;
import gyrus.kernels.cuda.vendor.CudnnHandle;
import gyrus.kernels.cuda.vendor.Found;
import gyrus.ptx.Interpreter;
import gyrus.ptx.Launch;
import gyrus.ptx.copy.TensorCopies;
import gyrus.ptx.copy.TensorMap;
import gyrus.ptx.fault.Fault;
import gyrus.ptx.fault.FaultKind;
import gyrus.ptx.program.Modules;
import gyrus.ptx.source.KernelSource;
import gyrus.ptx.traffic.Traffic;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * A GPU that the PTX interpreter simulates. Every call is done when it returns, except copies beside the computation and captured
 * launches. Those run in the least convenient order that is allowed, so that a missing wait gives wrong results.
 */
public final class PtxDriver implements Driver {

    private final Interpreter interpreter;
    private CapturedOps capturing; // null outside a capture

    /** Creates a GPU of compute capability 8.0. */
    public PtxDriver() {
        this(80);
    }

    /**
     * Creates a GPU.
     *
     * @param computeCapability ten times the compute capability: 90 for 9.0
     */
    public PtxDriver(int computeCapability) {
        this(new Interpreter(computeCapability));
    }

    /**
     * Creates a GPU that shares parsed PTX with other drivers.
     *
     * @param computeCapability ten times the compute capability: 90 for 9.0
     * @param modules the PTX that was parsed so far
     */
    public PtxDriver(int computeCapability, Modules modules) {
        this(new Interpreter(computeCapability, modules));
    }

    /**
     * Creates a GPU whose memory traffic is counted.
     *
     * @param computeCapability ten times the compute capability: 90 for 9.0
     * @param modules the PTX that was parsed so far
     * @param traffic receives the memory traffic of all launches
     */
    public PtxDriver(int computeCapability, Modules modules, Traffic traffic) {
        this(new Interpreter(computeCapability, modules, traffic));
    }

    private PtxDriver(Interpreter interpreter) {
        this.interpreter = interpreter;
    }

    @Override
    public String description() {
        return "PTX interpreter, compute capability " + computeCapability() / 10 + "." + computeCapability() % 10;
    }

    @Override
    public int computeCapability() {
        return interpreter.computeCapability();
    }

    @Override
    public long allocate(long bytes) {
        return interpreter.allocate(bytes);
    }

    @Override
    public void free(long address) {
        interpreter.free(address);
    }

    @Override
    public MemorySegment allocatePinned(long bytes) {
        return Arena.ofAuto().allocate(bytes, 64);
    }

    @Override
    public void freePinned(MemorySegment memory) {}

    @Override
    public void copyToDevice(long to, MemorySegment from) {
        refuseCapture("a copy from the host");
        interpreter.copyToDevice(to, from);
    }

    @Override
    public void copyToHost(MemorySegment to, long from) {
        refuseCapture("a copy to the host");
        interpreter.copyToHost(to, from);
    }

    @Override
    public void copyOnDevice(long to, long from, long bytes) {
        MemorySegment copy = Arena.ofAuto().allocate(bytes);
        copyToHost(copy, from);
        copyToDevice(to, copy);
    }

    /**
     * Copies as late as possible, when work waits for the copy. A missing wait, or a source that changes too early, gives wrong
     * results.
     */
    @Override
    public void copyBeside(long to, MemorySegment from, Event after, Event done) {
        if (!after.hasPassed()) {
            throw new Fault(FaultKind.LAUNCH, "a copy beside what computes waits for an event that was not recorded");
        }
        ((Moment) done).pending = () -> copyToDevice(to, from);
    }

    @Override
    public Event event() {
        return new Moment();
    }

    @Override
    public void record(Event event) {
        refuseCapture("an event");
        ((Moment) event).nanos = System.nanoTime();
    }

    @Override
    public void waitFor(Event event) {
        refuseCapture("waiting for an event");
        event.await();
    }

    private static final class Moment implements Event {

        private long nanos = -1;
        private Runnable pending = () -> {};

        @Override
        public boolean hasPassed() {
            return nanos != -1;
        }

        @Override
        public void await() {
            pending.run();
            pending = () -> {};
            nanos = System.nanoTime();
        }

        @Override
        public double secondsSince(Event earlier) {
            return (nanos - ((Moment) earlier).nanos) * 1e-9;
        }
    }

    @Override
    public Graph capture(Runnable work) {
        refuseCapture("a capture");
        CapturedOps captured = new CapturedOps();
        capturing = captured;
        try {
            work.run();
        } finally {
            capturing = null;
        }
        return new Graph() {
            @Override
            public void launch() {
                captured.run();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void beginOp(List<Integer> after, boolean library) {
        capturing.begin(after);
    }

    private void refuseCapture(String what) {
        if (capturing != null) {
            throw new Fault(FaultKind.LAUNCH, what + " among launches that are captured");
        }
    }

    @Override
    public Runnable prepare(String module, String ptx, String function, Dim grid, Dim block, int sharedBytes, Arguments arguments) {
        Launch launch = interpreter.prepare(module, ptx, function, ptxDim(grid), ptxDim(block), sharedBytes);
        checkLayout(function, launch.parameters(), arguments);
        return () -> {
            if (capturing == null) {
                launch.run(arguments.memory());
            } else { // with a copy of the present arguments
                MemorySegment copy = Arena.ofAuto().allocate(arguments.memory().byteSize(), 16).copyFrom(arguments.memory());
                capturing.add(() -> launch.run(copy));
            }
        };
    }

    private static gyrus.ptx.block.Dim ptxDim(Dim dim) {
        return new gyrus.ptx.block.Dim(dim.x(), dim.y(), dim.z());
    }

    private static void checkLayout(String function, List<KernelSource.Parameter> parameters, Arguments arguments) {
        boolean fits = parameters.size() == arguments.count();
        for (int i = 0; fits && i < parameters.size(); i++) {
            fits = parameters.get(i).offset() == arguments.offset(i) && parameters.get(i).bytes() == arguments.bytes(i);
        }
        if (!fits) {
            throw new Fault(FaultKind.LAUNCH, function + " takes " + parameters + ", got " + arguments);
        }
    }

    @Override
    public Found<CublasHandle> cublas() {
        return Found.missing("cuBLAS: the PTX interpreter runs kernels alone");
    }

    @Override
    public Found<CudnnHandle> cudnn() {
        return Found.missing("cuDNN: the PTX interpreter runs kernels alone");
    }

    @Override
    public void encode(MemorySegment map, Argument.TensorMap tensor, long address) {
        if (address % tensor.numberBytes() != 0) {
            throw new Fault(FaultKind.LAUNCH, "no tensor map for " + tensor + " at address " + address
                    + ", which is no multiple of "
                    + tensor.numberBytes());
        }
        List<Integer> extents = new ArrayList<>(tensor.extents());
        extents.set(0, tensor.line(address));
        TensorCopies.encode(map, new TensorMap(Argument.TensorMap.boundary(address), tensor.numberBytes(), extents,
                tensor.strides(), tensor.box()));
    }

    @Override
    public void synchronize() {}

    @Override
    public void close() {}
}
