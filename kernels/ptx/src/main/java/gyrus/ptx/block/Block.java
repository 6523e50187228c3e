package gyrus.ptx.block;

import gyrus.ptx.memory.GlobalMemory;
import gyrus.ptx.memory.Region;
import gyrus.ptx.memory.Stamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;

/**
 * The state of the running block: registers, shared memory, barriers. Registers are arrays over the threads of the block, {@code
 * ints[register][lane]}. A {@code lane} is the number of a thread within its block.
 */
public final class Block {

    /** The number of threads in a warp. */
    public static final int WARP = 32;

    private final Dim size;
    private final Dim grid;
    private final int[][] ints;
    private final long[][] longs;
    private final Region parameters;
    private final Region shared;
    private final int sharedTotal;
    private final int localBytes;
    private final Region[] locals; // the local memory of each thread; null before its first use
    private final int[] carries; // the condition code of each thread, for add.cc and similar instructions
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

    /**
     * Creates the state for the blocks of one launch.
     *
     * @param parameters the memory of the arguments
     * @param sharedBytes the bytes of shared memory, including those sized at launch
     * @param localBytes the bytes of each thread's local memory
     * @param launch the number of the launch, for the race check
     */
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

    /** Resets the state to the begin of the block with an index. */
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

    /** Records that all threads have passed a barrier. */
    public void passBarrier() {
        beginPhase();
        global.order().passBlock(phase);
    }

    /** Records that threads of one warp have passed a barrier. */
    public void passWarpBarrier(int[] lanes) {
        beginPhase();
        for (int lane : lanes) {
            global.order().passWarp(lane, phase);
        }
    }

    /** Records that some threads of the block have passed a barrier. */
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

    /** Returns the number of threads. */
    public int threads() {
        return size.count();
    }

    /** Returns the extents of the block in threads. */
    public Dim size() {
        return size;
    }

    /** Returns the extents of the grid in blocks. */
    public Dim grid() {
        return grid;
    }

    /** Returns the index of the block in the grid. */
    public Dim index() {
        return index;
    }

    /** Returns the index of a thread in the block. */
    public Dim thread(int lane) {
        return new Dim(lane % size.x(), lane / size.x() % size.y(), lane / (size.x() * size.y()));
    }

    /** Returns the values of a 32-bit register, one for each thread. */
    public int[] ints(int register) {
        return ints[register];
    }

    /** Returns the values of a 64-bit register, one for each thread. */
    public long[] longs(int register) {
        return longs[register];
    }

    /** Returns the shared memory. */
    public Region shared() {
        return shared;
    }

    /** Returns the memory of the arguments. */
    public Region parameters() {
        return parameters;
    }

    /** Returns the global memory. */
    public GlobalMemory global() {
        return global;
    }

    /** Returns the groups of asynchronous copies that a thread has not waited for, oldest first. */
    public Queue<AsyncCopies.Group> copies(int lane) {
        return copies[lane];
    }

    /** Returns the {@code mbarrier}s. */
    public ArrivalBarriers barriers() {
        return barriers;
    }

    /** Returns the {@code wgmma} products of a warpgroup that still read shared memory. */
    public PendingProducts products(int warpgroup) {
        return products.get(warpgroup);
    }

    /** Refuses to overwrite words of shared memory by a TMA load while a product or a load that reads them was not waited for. */
    public void requireUsed(int first, int last, int lane) {
        for (PendingProducts pending : products) {
            pending.requireOver(first, last, lane);
        }
        tensorReads.requireOver(lane, first, last);
    }

    /** Returns the record of loads from words that TMA has written. */
    public TensorReads tensorReads() {
        return tensorReads;
    }

    /** Returns the stamp of a thread now, for the race check. */
    public long stamp(int lane) {
        return stamp + lane;
    }

    /** Returns for each warp a bit mask of its threads that are among the first {@code count} of {@code lanes}. */
    public static int[] activeMasks(int threads, int[] lanes, int count) {
        int[] masks = new int[(threads + WARP - 1) / WARP];
        for (int i = 0; i < count; i++) {
            masks[lanes[i] / WARP] |= 1 << lanes[i] % WARP;
        }
        return masks;
    }
}
