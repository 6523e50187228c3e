package gyrus.ptx.traffic;

import gyrus.ptx.block.Block;
import gyrus.ptx.instruction.Action;
import gyrus.ptx.instruction.Instruction;
import gyrus.ptx.instruction.Space;
import gyrus.ptx.source.Statement;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Counts the instructions of launches and their memory traffic in the units of the hardware. Global memory is counted in sectors
 * of 32 bytes. Shared memory is counted in wavefronts, each of which serves one word of every bank. The reads of {@code cp.async}
 * are counted. Its writes, the copies of TMA, parameters and local memory are not.
 */
public final class Traffic {

    private static final int SECTOR = 32; // bytes
    private static final int BANKS = 32; // of one word each
    private static final int WORD = 4; // bytes

    /**
     * The counts of one instruction, or of all launches of one kernel.
     *
     * @param issued the issued instructions, each counted once for a warp
     * @param requests the accesses to global memory, each counted once for a warp
     * @param sectors the sectors of global memory, counted anew for each access of a warp
     * @param bytes the bytes of global memory that these accesses use
     * @param sharedRequests the accesses to shared memory, each counted once for a warp
     * @param wavefronts the wavefronts of shared memory
     * @param leastWavefronts the wavefronts without bank conflicts
     */
    public record Count(long issued, long requests, long sectors, long bytes, long sharedRequests, long wavefronts,
            long leastWavefronts) {

        /** The counts without any instruction. */
        public static final Count NOTHING = new Count(0, 0, 0, 0, 0, 0, 0);

        /** Returns the sum of two counts. */
        public Count plus(Count other) {
            return new Count(issued + other.issued, requests + other.requests, sectors + other.sectors, bytes + other.bytes,
                    sharedRequests + other.sharedRequests, wavefronts + other.wavefronts, leastWavefronts + other.leastWavefronts);
        }

        /** Returns the number of issued instructions for each {@code used} bytes of global memory. */
        public double issuedFor(int used) {
            return (double) used * issued / bytes;
        }

        /** Returns the sector efficiency: the fraction of the sectors' bytes that the accesses use, at most 1. */
        public double sectorEfficiency() {
            return (double) bytes / (sectors * SECTOR);
        }

        /** Returns the global-memory sectors per access of a warp. */
        public double sectorsPerRequest() {
            return requests == 0 ? 0 : (double) sectors / requests;
        }

        /** Returns the shared-memory wavefronts per access of a warp. */
        public double wavefrontsPerRequest() {
            return sharedRequests == 0 ? 0 : (double) wavefronts / sharedRequests;
        }

        /**
         * Returns the wavefronts relative to those without bank conflicts: 1 without conflicts, 2 if each access takes twice as
         * many.
         */
        public double wavefrontRatio() {
            return leastWavefronts == 0 ? 1 : (double) wavefronts / leastWavefronts;
        }
    }

    /** One instruction with its counts. */
    public record Row(Statement statement, Count count) {}

    private final Map<String, Map<Statement, Count>> kernels = new LinkedHashMap<>();

    /** Returns the counts by the names of kernels, in the order of their first launch. */
    public Map<String, Count> kernels() {
        Map<String, Count> sums = new LinkedHashMap<>();
        kernels.forEach((name, rows) -> sums.put(name, rows.values().stream().reduce(Count.NOTHING, Count::plus)));
        return sums;
    }

    /** Returns the counts of each instruction of a kernel that was issued, in the order of the PTX. */
    public List<Row> instructions(String kernel) {
        return kernels.getOrDefault(kernel, Map.of()).entrySet().stream().map(entry -> new Row(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingInt(row -> row.statement().line())).toList();
    }

    /** Counts an instruction before the given threads run it. */
    public void count(String kernel, Instruction instruction, Block block, int[] lanes, int count) {
        if (count == 0) {
            return;
        }
        Map<Statement, Count> rows = kernels.computeIfAbsent(kernel, name -> new IdentityHashMap<>());
        Count sum = rows.getOrDefault(instruction.statement(), Count.NOTHING);
        for (int from = 0, to; from < count; from = to) {
            to = endOf(lanes, from, count, Block.WARP);
            sum = sum.plus(ofWarp(instruction.action(), block, Arrays.copyOfRange(lanes, from, to)));
        }
        rows.put(instruction.statement(), sum);
    }

    /** Returns the end of the threads that are in the same group of {@code group} threads as the one at {@code from}. */
    private static int endOf(int[] lanes, int from, int count, int group) {
        int to = from + 1;
        while (to < count && lanes[to] / group == lanes[from] / group) {
            to++;
        }
        return to;
    }

    private static Count ofWarp(Action action, Block block, int[] lanes) {
        if (!(action instanceof Action.Access access) || access.space() == Space.PARAMETERS || access.space() == Space.LOCAL) {
            return new Count(1, 0, 0, 0, 0, 0, 0);
        }
        long[] addresses = Arrays.stream(lanes).mapToLong(lane -> access.addresses().get(block, lane)).toArray();
        boolean generic = access.space() == Space.GENERIC;
        if (generic && Space.isLocal(addresses[0])) {
            return new Count(1, 0, 0, 0, 0, 0, 0);
        }
        boolean shared = access.space() == Space.SHARED || generic && Space.isShared(addresses[0]);
        return shared ? ofShared(lanes, addresses, access.bytes()) : ofGlobal(addresses, access.bytes());
    }

    private static Count ofGlobal(long[] addresses, int bytes) {
        return new Count(1, 1, parts(addresses, bytes, SECTOR).count(), bytes * LongStream.of(addresses).distinct().count(), 0, 0,
                0);
    }

    /**
     * Returns the counts of an access to shared memory. The hardware serves accesses of 8 bytes half a warp at a time, and
     * accesses of 16 bytes a quarter.
     */
    private static Count ofShared(int[] lanes, long[] addresses, int bytes) {
        int together = Math.min(Block.WARP, Block.WARP * WORD / bytes);
        long wavefronts = 0;
        long least = 0;
        for (int from = 0, to; from < lanes.length; from = to) {
            to = endOf(lanes, from, lanes.length, together);
            int[] wordsOfBank = new int[BANKS];
            parts(Arrays.copyOfRange(addresses, from, to), bytes, WORD).forEach(word -> wordsOfBank[(int) (word % BANKS)]++);
            wavefronts += Arrays.stream(wordsOfBank).max().orElseThrow();
            least++;
        }
        return new Count(1, 0, 0, 0, 1, wavefronts, least);
    }

    /** Returns the numbers of the {@code part}-byte units of memory that accesses read or write. */
    private static LongStream parts(long[] addresses, int bytes, int part) {
        return LongStream.of(addresses)
                .flatMap(address -> LongStream.rangeClosed(address / part, (address + bytes - 1) / part)).distinct();
    }
}
