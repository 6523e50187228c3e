package gyrus.kernels.device;

import gyrus.kernels.DType;
import gyrus.kernels.Extent;
import gyrus.kernels.Op;
import gyrus.kernels.Port;
import gyrus.kernels.memory.Block;
import gyrus.kernels.memory.Operand;
import gyrus.kernels.memory.Pool;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A processor with its memory, its number format and the kernels that are selected for it. A device is always chosen by its name;
 * there is no silent fallback. One thread uses it at a time.
 */
public abstract class Device implements AutoCloseable {

    private final Pool pool;
    private final Selector selector;
    private final Profile profile = new Profile();
    private final Map<PlanKey, Prepared> plans = new HashMap<>();

    /** Creates a device whose operands lie in host memory. */
    protected Device(Selector selector) {
        this(selector, new Pool());
    }

    /** Creates a device whose operands lie in the memory of a pool. */
    protected Device(Selector selector, Pool pool) {
        this.selector = selector;
        this.pool = pool;
    }

    /** Returns the name that opens the device: {@code reference}, {@code cpu:2}, {@code cuda:0}. */
    public abstract String name();

    /** Returns the number format of this device's tensors. */
    public abstract DType dtype();

    /** Returns a description for people: {@code 2 threads, 512-bit vectors}. */
    public abstract String description();

    /** Returns the selector that chooses the kernel of a problem. */
    protected final Selector selector() {
        return selector;
    }

    /** Returns the memory that tensors and scratch memory are allocated from. */
    public Pool pool() {
        return pool;
    }

    /** Returns the time of each op, problem and variant so far. */
    public Profile profile() {
        return profile;
    }

    /** Allocates a block of the pool in the device's number format. */
    public Block allocate(long elements) {
        return pool.allocate(dtype(), elements);
    }

    /** Ends a step, after which the pool may free {@linkplain Pool#endStep unused memory}. */
    public void endStep() {
        pool.endStep();
    }

    /** Returns whether operands lie in host memory. */
    public boolean usesHostMemory() {
        return true;
    }

    /** Lets the host read an operand in place, or in a copy that exists during the call. */
    public void read(Operand operand, Extent extent, Consumer<Operand> reader) {
        reader.accept(operand);
    }

    /**
     * Lets the host write an operand in place, or in a copy that is then transferred to the device. Elements that the writer
     * leaves out keep their values.
     */
    public void write(Operand operand, Extent extent, Consumer<Operand> writer) {
        writer.accept(operand);
    }

    /**
     * Computes an op by the kernel that the selector chooses for the problem. The first launch of a problem prepares a plan, which
     * later launches reuse.
     *
     * @throws IllegalArgumentException if no kernel computes the problem, or an operand does not hold its extent
     * @throws IllegalStateException if an operand was released
     */
    public <S> void launch(Op<S> op, S problem, Operand... operands) {
        Prepared prepared = plans.get(new PlanKey(op, problem));
        if (prepared == null) {
            Kernel<S> kernel = selector.choose(op, problem, this);
            prepared = new Prepared(
                    kernel.prepare(problem, this), op.ports(problem), profile.row(op, problem, kernel.name(), dtype()));
            plans.put(new PlanKey(op, problem), prepared);
        }
        check(op, problem, prepared.ports(), operands);
        run(prepared.plan(), operands, prepared.row());
    }

    /** Launches a plan, adds its duration to a row of the profile, and records it for the Flight Recorder. */
    protected void run(Plan plan, Operand[] operands, Profile.Row<?> row) {
        Profile.LaunchEvent event = new Profile.LaunchEvent();
        event.begin();
        long start = System.nanoTime();
        plan.launch(operands);
        long nanos = System.nanoTime() - start;
        row.add(nanos);
        event.record(this, row, nanos);
    }

    /** Adds the duration of an earlier launch to a row of the profile, and records it for the Flight Recorder. */
    protected final void finished(Profile.Row<?> row, long nanos) {
        row.add(nanos);
        new Profile.LaunchEvent().record(this, row, nanos);
    }

    /** Returns the seconds that the launches of the work take on the device's own clock, after it has waited for them. */
    public double time(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) * 1e-9;
    }

    /** Returns whether the device can capture launches and replay them as one, for less overhead than single launches. */
    public boolean canCapture() {
        return false;
    }

    /**
     * Captures the launches of the work without running them. Besides launches, the work may only allocate and release memory.
     *
     * @throws UnsupportedOperationException if the device cannot capture
     */
    public Capture capture(Runnable work) {
        throw new UnsupportedOperationException("device " + name() + " captures no launches");
    }

    /** Returns a new buffer for the inputs of a repeated computation. */
    public InputBuffer inputBuffer(long elements) {
        Block block = allocate(elements);
        return new InputBuffer() {
            @Override
            public Block block() {
                return block;
            }

            @Override
            public void fill(Consumer<Operand> writer) {
                writer.accept(Operand.of(block));
            }

            @Override
            public void deliver() {}

            @Override
            public void release() {
                block.release();
            }
        };
    }

    /** Checks before a launch that every operand holds its whole extent, because kernels compute addresses without checks. */
    final void check(Op<?> op, Object problem, List<Port> ports, Operand[] operands) {
        if (ports.size() != operands.length) {
            throw new IllegalArgumentException(op.name() + ": expected " + ports.size() + " operands "
                    + ports.stream().map(Port::name).toList() + ", got " + operands.length);
        }
        for (int i = 0; i < operands.length; i++) {
            Port port = ports.get(i);
            Block block = operands[i].block();
            if (!block.isLive()) {
                throw new IllegalStateException(op.name() + ": operand " + port.name() + " was released before this use");
            }
            if (block.dtype() != dtype()) {
                throw new IllegalArgumentException(op.name() + ": operand " + port.name() + " is " + block.dtype()
                        + ", device " + name() + " computes in " + dtype());
            }
            long end = operands[i].offset() + port.extent().span();
            if (operands[i].offset() < 0 || end > block.elements()) {
                throw new IllegalArgumentException(op.name() + ": operand " + port.name() + " reaches from element "
                        + operands[i].offset() + " to " + end + " of a block of " + block.elements() + "; problem " + problem);
            }
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    record PlanKey(Op<?> op, Object problem) {}

    private record Prepared(Plan plan, List<Port> ports, Profile.Row<?> row) {}
}
