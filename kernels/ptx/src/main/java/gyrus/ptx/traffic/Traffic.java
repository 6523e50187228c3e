package gyrus.ptx.traffic;

import gyrus.ptx.block.Block;
import gyrus.ptx.instruction.Accesses;
import gyrus.ptx.instruction.Action;
import gyrus.ptx.instruction.Instruction;
import gyrus.ptx.instruction.Space;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Counts what the warps of an interpreter's launches ask of memory, as hardware serves them: global memory in sectors of 32 bytes,
 * shared memory in wavefronts, each of which brings one word of every bank. Of what
 * {@code cp.async} copies the reads are counted, of boxes, which the copy engine brings, nothing.
 */
public final class Traffic {

    private static final int SECTOR = 32; // bytes
    private static final int BANKS = 32; // of one word each
    private static final int WORD = 4; // bytes

    /**
     * Of one kernel's launches.
     *
     * @param issued instructions, each once for a warp
     * @param sectors of global memory, counted anew for each access of a warp
     * @param bytes of global memory that those accesses want
     * @param wavefronts of shared memory
     * @param leastWavefronts as many as there were if no access wanted two words of one bank
     */
    public record Count(long issued, long sectors, long bytes, long wavefronts, long leastWavefronts) {

        static final Count NOTHING = new Count(0, 0, 0, 0, 0);

        Count plus(Count other) {
            return new Count(issued + other.issued, sectors + other.sectors, bytes + other.bytes, wavefronts + other.wavefronts,
                    leastWavefronts + other.leastWavefronts);
        }

        /** Instructions while it wants so many bytes of global memory. */
        public double issuedFor(int wanted) {
            return (double) wanted * issued / bytes;
        }

        /** The part of its sectors that is wanted. */
        public double wanted() {
            return (double) bytes / (sectors * SECTOR);
        }

        /** At least 1; 2 where each access waits for another word of the same banks. */
        public double wavefrontsOfOne() {
            return leastWavefronts == 0 ? 1 : (double) wavefronts / leastWavefronts;
        }
    }

    private final Map<String, Count> kernels = new LinkedHashMap<>();

    /** By the names of kernels, in the order of their first launch. */
    public Map<String, Count> kernels() {
        return kernels;
    }

    /** Before an instruction is run by these threads. */
    public void count(String kernel, Instruction instruction, Block block, int[] lanes, int count) {
        Count sum = kernels.getOrDefault(kernel, Count.NOTHING);
        for (int from = 0, to; from < count; from = to) {
            to = endOf(lanes, from, count, Block.WARP);
            sum = sum.plus(ofWarp(instruction.action(), block, Arrays.copyOfRange(lanes, from, to)));
        }
        kernels.put(kernel, sum);
    }

    /** Where those end that are in one group of so many threads with the one at {@code from}. */
    private static int endOf(int[] lanes, int from, int count, int group) {
        int to = from + 1;
        while (to < count && lanes[to] / group == lanes[from] / group) {
            to++;
        }
        return to;
    }

    private static Count ofWarp(Action action, Block block, int[] lanes) {
        if (!(action instanceof Action.Access access) || access.space() == Space.PARAMETERS) {
            return new Count(1, 0, 0, 0, 0);
        }
        long[] addresses = Arrays.stream(lanes).mapToLong(lane -> access.addresses().get(block, lane)).toArray();
        boolean shared = access.space() == Space.SHARED
                || access.space() == Space.GENERIC && Space.isShared(addresses[0]);
        return shared ? ofShared(lanes, addresses, access.bytes()) : ofGlobal(addresses, access.bytes());
    }

    private static Count ofGlobal(long[] addresses, int bytes) {
        return new Count(1, pieces(addresses, bytes, SECTOR).count(), bytes * LongStream.of(addresses).distinct().count(), 0, 0);
    }

    /** Accesses of 8 bytes are served half a warp at a time, of 16 bytes a quarter. */
    private static Count ofShared(int[] lanes, long[] addresses, int bytes) {
        int together = Math.min(Block.WARP, Block.WARP * WORD / bytes);
        long wavefronts = 0;
        long least = 0;
        for (int from = 0, to; from < lanes.length; from = to) {
            to = endOf(lanes, from, lanes.length, together);
            int[] wordsOfBank = new int[BANKS];
            pieces(Arrays.copyOfRange(addresses, from, to), bytes, WORD).forEach(word -> wordsOfBank[(int) (word % BANKS)]++);
            wavefronts += Arrays.stream(wordsOfBank).max().orElseThrow();
            least++;
        }
        return new Count(1, 0, 0, wavefronts, least);
    }

    /** The numbers of those pieces of memory, of so many bytes, that accesses touch. */
    private static LongStream pieces(long[] addresses, int bytes, int piece) {
        return LongStream.of(addresses)
                .flatMap(address -> LongStream.rangeClosed(address / piece, (address + bytes - 1) / piece)).distinct();
    }
}
