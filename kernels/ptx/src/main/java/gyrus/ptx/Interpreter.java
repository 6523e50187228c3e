package gyrus.ptx;

import gyrus.ptx.block.Block;
import gyrus.ptx.block.Dim;
import gyrus.ptx.fault.Fault;
import gyrus.ptx.fault.FaultKind;
import gyrus.ptx.memory.GlobalMemory;
import gyrus.ptx.memory.Region;
import gyrus.ptx.memory.Stamp;
import gyrus.ptx.program.Modules;
import gyrus.ptx.program.Program;
import gyrus.ptx.source.KernelSource;
import gyrus.ptx.traffic.Traffic;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A simulated GPU in plain Java: it runs PTX thread by thread. It reports faults that a GPU does not: accesses out of the bounds
 * of a buffer, reads of memory that was never written, races, and barriers that not all threads reach. Blocks run one after the
 * other.
 *
 * <p>One thread uses an interpreter at a time. Several interpreters may share {@link Modules}.
 */
public final class Interpreter {

    private static final Pattern TARGET = Pattern.compile("(?m)^\\.target sm_(\\d+)(a?)");
    private static final int MAX_THREADS = 1024;
    private static final int MAX_DECLARED_BYTES = 48 << 10; // of shared memory

    private final GlobalMemory memory = new GlobalMemory();
    private final int computeCapability;
    private final Modules modules;
    private final Optional<Traffic> traffic;
    private final Map<List<KernelSource.Variable>, List<Region>> variables = new IdentityHashMap<>(); // of modules
    private long limit = Long.MAX_VALUE;
    private long launches;

    /** Creates a GPU of compute capability 8.0. */
    public Interpreter() {
        this(80);
    }

    /**
     * Creates a GPU.
     *
     * @param computeCapability ten times the compute capability: 90 for 9.0
     */
    public Interpreter(int computeCapability) {
        this(computeCapability, new Modules());
    }

    /**
     * Creates a GPU that shares parsed PTX with other interpreters.
     *
     * @param computeCapability ten times the compute capability: 90 for 9.0
     * @param modules the PTX that was parsed so far
     */
    public Interpreter(int computeCapability, Modules modules) {
        this(computeCapability, modules, Optional.empty());
    }

    /**
     * Creates a GPU whose memory traffic is counted.
     *
     * @param computeCapability ten times the compute capability: 90 for 9.0
     * @param modules the PTX that was parsed so far
     * @param traffic receives the memory traffic of all launches
     */
    public Interpreter(int computeCapability, Modules modules, Traffic traffic) {
        this(computeCapability, modules, Optional.of(traffic));
    }

    private Interpreter(int computeCapability, Modules modules, Optional<Traffic> traffic) {
        this.computeCapability = computeCapability;
        this.modules = modules;
        this.traffic = traffic;
    }

    /**
     * Limits the instructions of each later launch; a launch that issues more is a fault. An instruction counts once for all
     * threads of a block that run it together.
     */
    public void limitInstructions(long instructions) {
        limit = instructions;
    }

    /** Returns ten times the compute capability. */
    public int computeCapability() {
        return computeCapability;
    }

    /** Returns the address of a new buffer, whose content is unwritten. */
    public long allocate(long bytes) {
        return memory.allocate(bytes);
    }

    /** Frees a buffer; later accesses to it are faults. */
    public void free(long address) {
        memory.free(address);
    }

    /** Copies host memory to a buffer; the size is a multiple of four bytes. */
    public void copyToDevice(long to, MemorySegment from) {
        Region region = memory.find(to, 0);
        int word = region.locate(GlobalMemory.offset(to), 4, 0, "is copied to:");
        int count = Math.toIntExact(from.byteSize() / 4);
        MemorySegment.copy(from, ValueLayout.JAVA_INT_UNALIGNED, 0, region.words(), word, count);
        region.markWritten(word, word + count);
    }

    /** Copies a buffer to host memory; the size is a multiple of four bytes. */
    public void copyToHost(MemorySegment to, long from) {
        Region region = memory.find(from, 0);
        int word = region.locate(GlobalMemory.offset(from), 4, 0, "is copied from:");
        int count = Math.toIntExact(to.byteSize() / 4);
        MemorySegment.copy(region.words(), word, to, ValueLayout.JAVA_INT_UNALIGNED, 0, count);
    }

    /** Returns the number of words of a buffer that were never written. */
    public long unwrittenWords(long address) {
        Region region = memory.find(address, 0);
        return IntStream.range(0, region.words().length).filter(word -> !region.isWritten(word)).count();
    }

    /**
     * Prepares the launch of a kernel.
     *
     * @param module the name of the module, for messages
     * @param ptx the text of the module
     * @param function the name of the kernel in the PTX
     * @param sharedBytes the bytes of shared memory beyond those that the kernel declares
     */
    public Launch prepare(String module, String ptx, String function, Dim grid, Dim block, int sharedBytes) {
        checkTarget(module, ptx);
        Program program = modules.program(module, ptx, function);
        KernelSource kernel = program.source();
        requirePositive(function, "grid", grid);
        requirePositive(function, "block", block);
        if ((long) block.x() * block.y() > MAX_THREADS || (long) block.x() * block.y() * block.z() > MAX_THREADS
                || kernel.sharedBytes() > MAX_DECLARED_BYTES
                || kernel.sharedBytes() + sharedBytes > maxSharedBytes()) {
            throw new Fault(FaultKind.LAUNCH, function + ": a block of " + block.count() + " threads with " + kernel.sharedBytes()
                    + " bytes of shared"
                    + " memory declared and " + sharedBytes + " asked for at launch; at most " + MAX_THREADS + " threads, "
                    + MAX_DECLARED_BYTES + " bytes declared and " + maxSharedBytes() + " in all");
        }
        return new Launch() {
            @Override
            public List<KernelSource.Parameter> parameters() {
                return kernel.parameters();
            }

            @Override
            public void run(MemorySegment arguments) {
                launch(program, grid, block, sharedBytes, arguments);
            }
        };
    }

    private static void requirePositive(String function, String what, Dim dim) {
        if (dim.x() < 1 || dim.y() < 1 || dim.z() < 1) {
            throw new Fault(FaultKind.LAUNCH, function + ": a " + what + " of " + dim + "; each extent must be at least 1");
        }
    }

    /** Refuses PTX for a later GPU, as a driver does. PTX for one GPU only, such as {@code sm_90a}, runs on no other. */
    private void checkTarget(String module, String ptx) {
        Matcher target = TARGET.matcher(ptx);
        if (!target.find()) {
            throw new Fault(FaultKind.LAUNCH, module + " names no target");
        }
        int needed = Integer.parseInt(target.group(1));
        if (needed > computeCapability || !target.group(2).isEmpty() && needed != computeCapability) {
            throw new Fault(FaultKind.LAUNCH, module + " is made for " + target.group().strip()
                    + ", this is a GPU of compute capability "
                    + computeCapability / 10.0);
        }
    }

    /** Returns the largest shared memory of a block in bytes: the minimum over the GPUs with this major compute capability. */
    private int maxSharedBytes() {
        return switch (computeCapability / 10) {
            case 7 -> 64 << 10;
            case 8 -> 99 << 10;
            default -> 227 << 10;
        };
    }

    private void launch(Program program, Dim grid, Dim size, int sharedBytes, MemorySegment arguments) {
        if (launches % Stamp.LAUNCHES == 0) {
            memory.settle();
            variables.values().forEach(ofModule -> ofModule.forEach(Region::settle));
        }
        KernelSource kernel = program.source();
        if (arguments.byteSize() < kernel.parameterBytes()) {
            throw new Fault(FaultKind.LAUNCH, kernel.name() + " takes " + kernel.parameterBytes() + " bytes of parameters, got "
                    + arguments.byteSize());
        }
        memory.enter(variables.computeIfAbsent(kernel.variables(), this::initial));
        Region parameters = new Region("the parameters", kernel.parameterBytes(), memory.order());
        byte[] bytes = new byte[4 * parameters.words().length];
        MemorySegment.copy(arguments, ValueLayout.JAVA_BYTE, 0, bytes, 0, kernel.parameterBytes());
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(parameters.words());
        parameters.markWritten(0, parameters.words().length);
        int shared = kernel.sharedBytes() + sharedBytes;
        Block block = new Block(grid, size, program.registers(), parameters, shared, kernel.localBytes(), memory, launches++);
        Scheduler scheduler = new Scheduler(program, block, traffic, limit);
        for (int z = 0; z < grid.z(); z++) {
            for (int y = 0; y < grid.y(); y++) {
                for (int x = 0; x < grid.x(); x++) {
                    block.begin(new Dim(x, y, z), program.registers());
                    scheduler.run();
                }
            }
        }
    }

    /** Returns the memory of a module's variables with their initial values. */
    private List<Region> initial(List<KernelSource.Variable> ofModule) {
        return ofModule.stream().map(variable -> {
            Region region = new Region("variable " + variable.name(), variable.bytes(), memory.order());
            for (int i = 0; i < variable.initial().size(); i++) {
                region.words()[i / 4] |= (variable.initial().get(i) & 0xFF) << 8 * (i % 4);
            }
            region.markWritten(0, region.words().length);
            return region;
        }).toList();
    }
}
