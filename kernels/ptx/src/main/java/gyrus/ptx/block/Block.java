package gyrus.ptx.block;

import gyrus.ptx.memory.GlobalMemory;
import gyrus.ptx.memory.Region;
import gyrus.ptx.memory.Stamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;

/**
 * The state of the block that runs: every thread's registers, the shared memory, and how many barriers it has passed. Registers
 * are arrays over the block's threads: {@code ints[register][thread]}.
 */
public final class Block {

    /** Threads that run in step in hardware, and exchange registers. */
    public static final int WARP = 32;

    private final Dim size;
    private final Dim grid;
    private final int[][] ints;
    private final long[][] longs;
    private final Region parameters;
    private final Region shared;
    private final int sharedTotal;
    private final int localBytes;
    private final Region[] locals; // of each thread; null until it is used
    private final int[] carries; // of each thread: the condition code of add.cc and its like
    private final GlobalMemory global;
    private final long launch;
    private final Queue<AsyncCopies.Group>[] copies;
    private final TensorReads tensorReads;
    private final ArrivalBarriers barriers;
    private final List<PendingProducts> products = new ArrayList<>(); // of each warpgroup
    private Dim index = new Dim(0, 0, 0);
    private long number;
    private long phase;
    private long stamp;

    public Block(Dim grid, Dim size, Registers registers, Region parameters, int sharedBytes, int localBytes,
            GlobalMemory global, long launch) {
        this.grid = grid;
        this.size = size;
        this.parameters = parameters;
        this.global = global;
        this.launch = launch;
        this.localBytes = localBytes;
        shared = new Region("the block's shared memory", sharedBytes, global.order());
        sharedTotal = sharedBytes;
        locals = new Region[threads()];
        carries = new int[threads()];
        ints = new int[registers.ints()][threads()];
        longs = new long[registers.longs()][threads()];
        registers.fillConstants(ints, longs);
        copies = AsyncCopies.queues(threads());
        tensorReads = new TensorReads(threads());
        barriers = new ArrivalBarriers(tensorReads);
        for (int i = 0; i < threads(); i += PendingProducts.WARPGROUP) {
            products.add(new PendingProducts());
        }
    }

    /** Turns to the block of that index: memory and barriers anew. */
    public void begin(Dim index, Registers registers) {
        this.index = index;
        number = index.x() + (long) grid.x() * (index.y() + (long) grid.y() * index.z());
        phase = 0;
        stamp = Stamp.of(launch, number, phase);
        shared.clear();
        global.order().begin(threads());
        for (Region local : locals) {
            if (local != null) {
                local.clear();
            }
        }
        Arrays.stream(copies).forEach(Queue::clear);
        tensorReads.clear();
        barriers.clear();
        products.forEach(pending -> pending.await(0));
        registers.fillSpecial(ints, this);
    }

    /** All threads have passed a barrier. */
    public void passBarrier() {
        beginPhase();
        global.order().passBlock(phase);
    }

    /** Threads of one warp have passed a barrier of theirs. */
    public void passWarpBarrier(int[] lanes) {
        beginPhase();
        for (int lane : lanes) {
            global.order().passWarp(lane, phase);
        }
    }

    /** Some threads of the block have passed a barrier of theirs. */
    public void passPartialBarrier(int[] lanes) {
        beginPhase();
        for (int lane : lanes) {
            global.order().passSome(lane, phase);
        }
    }

    private void beginPhase() {
        phase++;
        stamp = Stamp.of(launch, number, phase);
    }

    /** Returns a thread's local memory. */
    public Region local(int lane) {
        if (locals[lane] == null) {
            locals[lane] = new Region("the thread's local memory", localBytes, global.order());
        }
        return locals[lane];
    }

    /** Returns the carry of each thread. */
    public int[] carries() {
        return carries;
    }

    /** Returns the bytes of shared memory, those sized at launch included. */
    public int sharedBytes() {
        return sharedTotal;
    }

    public int threads() {
        return size.count();
    }

    public Dim size() {
        return size;
    }

    public Dim grid() {
        return grid;
    }

    public Dim index() {
        return index;
    }

    public Dim thread(int lane) {
        return new Dim(lane % size.x(), lane / size.x() % size.y(), lane / (size.x() * size.y()));
    }

    public int[] ints(int register) {
        return ints[register];
    }

    public long[] longs(int register) {
        return longs[register];
    }

    public Region shared() {
        return shared;
    }

    public Region parameters() {
        return parameters;
    }

    public GlobalMemory global() {
        return global;
    }

    public Queue<AsyncCopies.Group> copies(int lane) {
        return copies[lane];
    }

    public ArrivalBarriers barriers() {
        return barriers;
    }

    public PendingProducts products(int warpgroup) {
        return products.get(warpgroup);
    }

    /** Words of shared memory may be overwritten by a box only when the products and loads that read them were waited for. */
    public void requireUsed(int first, int last, int lane) {
        for (PendingProducts pending : products) {
            pending.requireOver(first, last, lane);
        }
        tensorReads.requireOver(lane, first, last);
    }

    public TensorReads tensorReads() {
        return tensorReads;
    }

    /** Returns the stamp of a thread now, for the race check. */
    public long stamp(int lane) {
        return stamp + lane;
    }

    /** For a lane's warp: the bits of those of its threads that are among the lanes. */
    public static int[] activeMasks(int threads, int[] lanes, int count) {
        int[] masks = new int[(threads + WARP - 1) / WARP];
        for (int i = 0; i < count; i++) {
            masks[lanes[i] / WARP] |= 1 << lanes[i] % WARP;
        }
        return masks;
    }
}
