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
 * Where things are computed: its memory, its number format and the kernels chosen for it. Always named, never a silent
 * fallback. Used by one thread at a time.
 */
public abstract class Device implements AutoCloseable {

    private final Pool pool;
    private final Selector selector;
    private final Profile profile = new Profile();
    private final Map<PlanKey, Prepared> plans = new HashMap<>();

    /** A device whose memory is the host's. */
    protected Device(Selector selector) {
        this(selector, new Pool());
    }

    protected Device(Selector selector, Pool pool) {
        this.selector = selector;
        this.pool = pool;
    }

    /** {@code reference}, {@code cpu}, {@code cuda:0}. */
    public abstract String name();

    /** The format in which tensors of this device are kept. */
    public abstract DType dtype();

    /** Returns a description for people: {@code 2 threads, 512-bit vectors}. */
    public abstract String description();

    protected final Selector selector() {
        return selector;
    }

    public Pool pool() {
        return pool;
    }

    /** Returns the time of each op, problem and variant so far. */
    public Profile profile() {
        return profile;
    }

    /** Lends memory in the device's format. */
    public Block lend(long elements) {
        return pool.lend(dtype(), elements);
    }

    /** Notes that a step is over, after which {@linkplain Pool#endStep unused memory} may go back to the system. */
    public void endStep() {
        pool.endStep();
    }

    /** Whether operands lie in the host's memory. */
    public boolean usesHostMemory() {
        return true;
    }

    /** Lets the host read an operand: where it is, or in a copy that lasts as long as the call. */
    public void read(Operand operand, Extent extent, Consumer<Operand> reader) {
        reader.accept(operand);
    }

    /** Lets the host write an operand: where it is, or in a copy that is then brought to the device. What it leaves out stays. */
    public void write(Operand operand, Extent extent, Consumer<Operand> writer) {
        writer.accept(operand);
    }

    /** Computes an op by the variant that the selector chose for this problem; plans are prepared once and kept. */
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

    /** Launches a plan and notes in its row how long that takes. */
    protected void run(Plan plan, Operand[] operands, Profile.Row<?> row) {
        long start = System.nanoTime();
        plan.launch(operands);
        row.add(System.nanoTime() - start);
    }

    /** Seconds that what the work launches takes, on this device's own clock; waits for it. */
    public double time(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) * 1e-9;
    }

    /** Whether launches can be captured and replayed as one, for less than launching each. */
    public boolean canCapture() {
        return false;
    }

    /** Captures what the work launches, which is not run; apart from that the work only lends memory and gives it back. */
    public Capture capture(Runnable work) {
        throw new UnsupportedOperationException("device " + name() + " captures no launches");
    }

    /** A buffer for inputs of a computation that is repeated. */
    public InputBuffer inputBuffer(long elements) {
        Block block = lend(elements);
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

    /** The door between checked tensors and kernels that compute addresses: every operand must hold its whole extent. */
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
