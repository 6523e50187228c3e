package gyrus.kernels.cuda.ptx;

import gyrus.kernels.cuda.launch.Dim;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;

/**
 * The state of the block that runs: every thread's registers, the shared memory, and how many barriers it has passed. Registers
 * are arrays over the block's threads: {@code ints[register][thread]}.
 */
final class Block {

    /** Threads that run in step in hardware, and exchange registers. */
    static final int WARP = 32;

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
    private final List<WarpgroupProduct.Pending> products = new ArrayList<>(); // of each warpgroup
    private Dim index = new Dim(0, 0, 0);
    private long number;
    private long phase;
    private long stamp;

    Block(Dim grid, Dim size, Registers registers, Region parameters, int sharedBytes, GlobalMemory global, long launch) {
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
        for (int i = 0; i < threads(); i += WarpgroupProduct.THREADS) {
            products.add(new WarpgroupProduct.Pending());
        }
    }

    /** Turns to the block of that index: memory and barriers anew. */
    void begin(Dim index, Registers registers) {
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

    void passBarrier() {
        phase++;
        stamp = Stamp.of(launch, number, phase);
    }

    int threads() {
        return size.count();
    }

    Dim size() {
        return size;
    }

    Dim grid() {
        return grid;
    }

    Dim index() {
        return index;
    }

    Dim thread(int lane) {
        return new Dim(lane % size.x(), lane / size.x() % size.y(), lane / (size.x() * size.y()));
    }

    int[] ints(int register) {
        return ints[register];
    }

    long[] longs(int register) {
        return longs[register];
    }

    Region shared() {
        return shared;
    }

    Region parameters() {
        return parameters;
    }

    GlobalMemory global() {
        return global;
    }

    Queue<AsyncCopies.Group> copies(int lane) {
        return copies[lane];
    }

    ArrivalBarriers barriers() {
        return barriers;
    }

    WarpgroupProduct.Pending products(int warpgroup) {
        return products.get(warpgroup);
    }

    /** Words of shared memory may be overwritten by a box only when the products and loads that read them were waited for. */
    void requireUsed(int first, int last, int lane) {
        for (WarpgroupProduct.Pending pending : products) {
            pending.requireOver(first, last, lane);
        }
        boxReads.requireOver(lane, first, last);
    }

    BoxReads boxReads() {
        return boxReads;
    }

    /** Who and when, for the race check. */
    long stamp(int lane) {
        return stamp + lane;
    }

    /** For a lane's warp: the bits of those of its threads that are among the lanes. */
    static int[] activeMasks(int threads, int[] lanes, int count) {
        int[] masks = new int[(threads + WARP - 1) / WARP];
        for (int i = 0; i < count; i++) {
            masks[lanes[i] / WARP] |= 1 << lanes[i] % WARP;
        }
        return masks;
    }
}
