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
    private final GlobalMemory global;
    private final long launch;
    private final Queue<AsyncCopies.Group>[] copies;
    private final BoxReads boxReads;
    private final ArrivalBarriers barriers;
    private final List<PendingProducts> products = new ArrayList<>(); // of each warpgroup
    private Dim index = new Dim(0, 0, 0);
    private long number;
    private long phase;
    private long stamp;

    public Block(Dim grid, Dim size, Registers registers, Region parameters, int sharedBytes, GlobalMemory global, long launch) {
        this.grid = grid;
        this.size = size;
        this.parameters = parameters;
        this.global = global;
        this.launch = launch;
        shared = new Region("the block's shared memory", sharedBytes);
        ints = new int[registers.ints()][threads()];
        longs = new long[registers.longs()][threads()];
        registers.fillConstants(ints, longs);
        copies = AsyncCopies.queues(threads());
        boxReads = new BoxReads(threads());
        barriers = new ArrivalBarriers(boxReads);
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
        Arrays.stream(copies).forEach(Queue::clear);
        boxReads.clear();
        barriers.clear();
        products.forEach(pending -> pending.await(0));
        registers.fillSpecial(ints, this);
    }

    public void passBarrier() {
        phase++;
        stamp = Stamp.of(launch, number, phase);
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
        boxReads.requireOver(lane, first, last);
    }

    public BoxReads boxReads() {
        return boxReads;
    }

    /** Who and when, for the race check. */
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
