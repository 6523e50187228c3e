package gyrus.kernels.cuda.ptx;

import gyrus.kernels.cuda.driver.Driver;
import gyrus.kernels.cuda.launch.Argument;
import gyrus.kernels.cuda.launch.Arguments;
import gyrus.kernels.cuda.launch.Dim;
import gyrus.kernels.cuda.vendor.CublasHandle;
import gyrus.kernels.cuda.vendor.CudnnHandle;
import gyrus.kernels.cuda.vendor.Found;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A CUDA driver without a GPU: it runs PTX in plain Java, thread by thread, and refuses what a GPU would let pass in silence:
 * accesses out of a buffer's bounds, reads of what nobody wrote, races, barriers that not all threads reach. Blocks run one
 * after the other.
 */
public final class Interpreter implements Driver {

    private static final Pattern TARGET = Pattern.compile("(?m)^\\.target sm_(\\d+)(a?)");
    private static final int MAX_THREADS = 1024;
    private static final int MAX_DECLARED_BYTES = 48 << 10; // of shared memory

    private final GlobalMemory memory = new GlobalMemory();
    private final int computeCapability;
    private final Modules modules;
    private final Traffic traffic;
    private long launches;
    private Pieces capturing; // null while launches run at once

    /** As a GPU of compute capability 8.0. */
    public Interpreter() {
        this(80);
    }

    /** As a GPU of ten times that compute capability. */
    public Interpreter(int computeCapability) {
        this(computeCapability, new Modules());
    }

    /** The same, of modules that it shares with others. */
    public Interpreter(int computeCapability, Modules modules) {
        this(computeCapability, modules, null);
    }

    /** The same, whose traffic is counted. */
    public Interpreter(int computeCapability, Modules modules, Traffic traffic) {
        this.computeCapability = computeCapability;
        this.modules = modules;
        this.traffic = traffic;
    }

    @Override
    public String description() {
        return "PTX interpreter, compute capability " + computeCapability / 10 + "." + computeCapability % 10;
    }

    @Override
    public int computeCapability() {
        return computeCapability;
    }

    @Override
    public long allocate(long bytes) {
        return memory.allocate(bytes);
    }

    @Override
    public void free(long address) {
        memory.free(address);
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
        Region region = memory.find(to, 0);
        int word = region.locate(GlobalMemory.offset(to), 4, 0, "is copied to:");
        int count = Math.toIntExact(from.byteSize() / 4);
        MemorySegment.copy(from, ValueLayout.JAVA_INT_UNALIGNED, 0, region.words(), word, count);
        region.markWritten(word, word + count);
    }

    @Override
    public void copyToHost(MemorySegment to, long from) {
        refuseCapture("a copy to the host");
        Region region = memory.find(from, 0);
        int word = region.locate(GlobalMemory.offset(from), 4, 0, "is copied from:");
        int count = Math.toIntExact(to.byteSize() / 4);
        MemorySegment.copy(region.words(), word, to, ValueLayout.JAVA_INT_UNALIGNED, 0, count);
    }

    @Override
    public void copyOnDevice(long to, long from, long bytes) {
        MemorySegment copy = Arena.ofAuto().allocate(bytes);
        copyToHost(copy, from);
        copyToDevice(to, copy);
    }

    /** As late as it may be: when somebody waits for it. Who forgets to wait, or changes the source too early, is found out. */
    @Override
    public void copyBeside(long to, MemorySegment from, Event after, Event done) {
        if (!after.hasPassed()) {
            throw new Fault("a copy beside what computes waits for an event that was not recorded");
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

    /** Everything is done when the call returns, but for copies beside. */
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
        Pieces captured = new Pieces();
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
    public void piece(List<Integer> after, boolean library) {
        capturing.begin(after);
    }

    private void refuseCapture(String what) {
        if (capturing != null) {
            throw new Fault(what + " among launches that are captured");
        }
    }

    @Override
    public Runnable prepare(String module, String ptx, String function, Dim grid, Dim block, int sharedBytes, Arguments arguments) {
        checkTarget(module, ptx);
        Program program = modules.program(module, ptx, function);
        KernelSource kernel = program.source();
        if (block.count() > MAX_THREADS || kernel.sharedBytes() > MAX_DECLARED_BYTES
                || kernel.sharedBytes() + sharedBytes > maxSharedBytes()) {
            throw new Fault(function + ": a block of " + block.count() + " threads with " + kernel.sharedBytes() + " bytes of shared"
                    + " memory declared and " + sharedBytes + " asked for at launch; at most " + MAX_THREADS + " threads, "
                    + MAX_DECLARED_BYTES + " bytes declared and " + maxSharedBytes() + " in all");
        }
        checkLayout(kernel, arguments);
        return () -> {
            if (capturing == null) {
                launch(program, grid, block, sharedBytes, arguments.memory());
            } else { // with the arguments as they are now
                MemorySegment copy = Arena.ofAuto().allocate(arguments.memory().byteSize(), 16).copyFrom(arguments.memory());
                capturing.add(() -> launch(program, grid, block, sharedBytes, copy));
            }
        };
    }

    /** A driver takes what is made for its GPU or for a lesser one; what is made for one alone, as {@code sm_90a}, for no other. */
    private void checkTarget(String module, String ptx) {
        Matcher target = TARGET.matcher(ptx);
        if (!target.find()) {
            throw new Fault(module + " names no target");
        }
        int needed = Integer.parseInt(target.group(1));
        if (needed > computeCapability || !target.group(2).isEmpty() && needed != computeCapability) {
            throw new Fault(module + " is made for " + target.group().strip() + ", this is a GPU of compute capability "
                    + computeCapability / 10.0);
        }
    }

    /** What a block may have; the least of those GPUs that share the first digit of their compute capability. */
    private int maxSharedBytes() {
        return switch (computeCapability / 10) {
            case 7 -> 64 << 10;
            case 8 -> 99 << 10;
            default -> 227 << 10;
        };
    }

    private static void checkLayout(KernelSource kernel, Arguments arguments) {
        List<KernelSource.Parameter> parameters = kernel.parameters();
        boolean fits = parameters.size() == arguments.count();
        for (int i = 0; fits && i < parameters.size(); i++) {
            fits = parameters.get(i).offset() == arguments.offset(i) && parameters.get(i).bytes() == arguments.bytes(i);
        }
        if (!fits) {
            throw new Fault(kernel.name() + " takes " + parameters + ", got " + arguments);
        }
    }

    private void launch(Program program, Dim grid, Dim size, int sharedBytes, MemorySegment arguments) {
        if (launches % Stamp.LAUNCHES == 0) {
            memory.settle();
        }
        Region parameters = new Region("the parameters", program.source().parameterBytes());
        MemorySegment.copy(arguments, ValueLayout.JAVA_INT_UNALIGNED, 0, parameters.words(), 0, parameters.words().length);
        parameters.markWritten(0, parameters.words().length);
        int shared = program.source().sharedBytes() + sharedBytes;
        Block block = new Block(grid, size, program.registers(), parameters, shared, memory, launches++);
        Scheduler scheduler = new Scheduler(program, block, traffic);
        for (int z = 0; z < grid.z(); z++) {
            for (int y = 0; y < grid.y(); y++) {
                for (int x = 0; x < grid.x(); x++) {
                    block.begin(new Dim(x, y, z), program.registers());
                    scheduler.run();
                }
            }
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
        BoxCopies.encode(map, tensor, address);
    }

    @Override
    public void synchronize() {}

    @Override
    public void close() {}
}
