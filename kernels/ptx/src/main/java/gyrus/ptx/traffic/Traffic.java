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
 * Counts the instructions that an interpreter's launches issue, and what they ask of memory, as hardware serves it: global memory
 * in sectors of 32 bytes, shared memory in wavefronts, each of which serves one word of every bank. The reads of {@code cp.async}
 * are counted; its writes, the copies of TMA, parameters and local memory are not.
 */
public final class Traffic {

    private static final int SECTOR = 32; // bytes
    private static final int BANKS = 32; // of one word each
    private static final int WORD = 4; // bytes

    /**
     * The counts of one instruction, or of all launches of one kernel.
     *
     * @param issued instructions, each once for a warp
     * @param requests accesses of global memory, each once for a warp
     * @param sectors of global memory, counted anew for each access of a warp
     * @param bytes of global memory that those accesses use
     * @param sharedRequests accesses of shared memory, each once for a warp
     * @param wavefronts of shared memory
     * @param leastWavefronts the wavefronts if no access touched two words of one bank
     */
    public record Count(long issued, long requests, long sectors, long bytes, long sharedRequests, long wavefronts,
            long leastWavefronts) {

        public static final Count NOTHING = new Count(0, 0, 0, 0, 0, 0, 0);

        /** Returns the sum of two counts. */
        public Count plus(Count other) {
            return new Count(issued + other.issued, requests + other.requests, sectors + other.sectors, bytes + other.bytes,
                    sharedRequests + other.sharedRequests, wavefronts + other.wavefronts, leastWavefronts + other.leastWavefronts);
        }

        /** Returns the instructions issued while that many bytes of global memory are used. */
        public double issuedFor(int used) {
            return (double) used * issued / bytes;
        }

        /** Returns the sector efficiency: the part of the sectors' bytes that is used, at most 1. */
        public double wanted() {
            return (double) bytes / (sectors * SECTOR);
        }

        /** Returns the sectors of one access of a warp to global memory. */
        public double sectorsPerRequest() {
            return requests == 0 ? 0 : (double) sectors / requests;
        }

        /** Returns the wavefronts of one access of a warp to shared memory. */
        public double wavefrontsPerRequest() {
            return sharedRequests == 0 ? 0 : (double) wavefronts / sharedRequests;
        }

        /**
         * Returns the wavefronts in proportion to the least possible: 1 without bank conflicts, 2 where each access takes twice
         * as many.
         */
        public double wavefrontsOfOne() {
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

    /** Counts an instruction before it is run by these threads. */
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

    /** Returns the end of the threads that are in one group of that many threads with the one at {@code from}. */
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

    /** Accesses of 8 bytes are served half a warp at a time, of 16 bytes a quarter. */
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

    /** Returns the numbers of the parts of memory, of that many bytes, that accesses touch. */
    private static LongStream parts(long[] addresses, int bytes, int part) {
        return LongStream.of(addresses)
                .flatMap(address -> LongStream.rangeClosed(address / part, (address + bytes - 1) / part)).distinct();
    }
}
