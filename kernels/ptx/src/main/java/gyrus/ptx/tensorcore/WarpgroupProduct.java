package gyrus.ptx.tensorcore;

import gyrus.ptx.block.Block;
import gyrus.ptx.block.PendingProducts;
import gyrus.ptx.fault.AccessFault;
import gyrus.ptx.fault.FaultKind;
import gyrus.ptx.instruction.Action;
import gyrus.ptx.instruction.Operands;
import gyrus.ptx.memory.Swizzle;
import gyrus.ptx.source.Operand;
import gyrus.ptx.source.Statement;
import java.util.List;

/**
 * Compiles {@code wgmma}: the product of matrices in shared memory by four warps, of bf16 and tf32, such as {@code
 * wgmma.mma_async.sync.aligned.m64n32k16.f32.bf16.bf16}. Lines of 128 or 64 swizzled bytes hold the factors along K, or for
 * bfloat16 also across K. The left factor may be in registers. Words that a product reads must not be overwritten before a wait.
 */
public final class WarpgroupProduct {

    private static final int THREADS = PendingProducts.WARPGROUP;
    private static final int M = 64;
    private static final int BYTES = 32; // of K in one product

    private WarpgroupProduct() {}

    /** Returns the action of a statement. */
    public static Action.Compute compile(Operands operands, Statement statement) {
        if (statement.has("fence")) {
            return (block, lanes, count) -> {};
        }
        if (statement.has("commit_group")) {
            return (block, lanes, count) -> forWarpgroups(lanes, count, group -> {
                PendingProducts pending = block.products(group);
                pending.commit();
            });
        }
        if (statement.has("wait_group")) {
            int left = (int) ((Operand.Immediate) statement.operand(0)).bits();
            return (block, lanes, count) -> forWarpgroups(lanes, count, group -> block.products(group).await(left));
        }
        return product(operands, statement);
    }

    private static Action.Compute product(Operands operands, Statement statement) {
        boolean tf32 = statement.has("tf32");
        String shape = statement.opcode().replaceAll(".*\\.(m64n\\d+k\\d+)\\..*", "$1");
        int columns = Integer.parseInt(shape.replaceAll("m64n(\\d+)k.*", "$1"));
        List<Long> modes = statement.operands().stream().skip(3).map(mode -> ((Operand.Immediate) mode).bits()).toList();
        List<Long> layouts = modes.subList(Math.min(3, modes.size()), modes.size()); // of the factors in shared memory, but tf32's
        int matrices = tf32 ? 0 : statement.operand(1) instanceof Operand.Vector ? 1 : 2;
        boolean plain = modes.size() == 3 + matrices && modes.subList(0, 3).equals(List.of(1L, 1L, 1L));
        boolean across = !tf32 && layouts.stream().allMatch(layout -> layout == 1);
        boolean along = tf32 || layouts.stream().allMatch(layout -> layout == 0);
        boolean known = statement.has("mma_async") && shape.endsWith(tf32 ? "k8" : "k16") && (tf32 || statement.has("bf16"));
        if (!known || !plain || !across && !along) {
            throw statement.unsupported();
        }
        int[] sums = ((Operand.Vector) statement.operand(0)).elements().stream().mapToInt(operands::intPlace).toArray();
        int[] fragment = statement.operand(1) instanceof Operand.Vector(List<Operand> registers)
                ? registers.stream().mapToInt(operands::intPlace).toArray() : new int[0];
        int a = fragment.length == 0 ? operands.longPlace(statement.operand(1)) : -1;
        int b = operands.longPlace(statement.operand(2));
        int terms = tf32 ? 8 : 16;
        return (block, lanes, count) -> forWarpgroups(lanes, count, group -> {
            int first = group * THREADS;
            Reader ofB = new Reader(block, block.longs(b)[first], first);
            float[] ofLeft = fragment.length > 0 ? fromRegisters(block, fragment, first, tf32)
                    : matrix(new Reader(block, block.longs(a)[first], first), M, across, tf32);
            float[] right = matrix(ofB, columns, across, tf32);
            for (int e = 0; e < sums.length; e++) {
                int[] sum = block.ints(sums[e]);
                for (int t = 0; t < THREADS; t++) {
                    int row = t / 32 * 16 + t % 32 / 4 + e / 2 % 2 * 8;
                    int column = e / 4 * 8 + t % 4 * 2 + e % 2;
                    double total = Float.intBitsToFloat(sum[first + t]);
                    for (int l = 0; l < terms; l++) {
                        total += (double) ofLeft[row * terms + l] * right[column * terms + l];
                    }
                    sum[first + t] = Float.floatToRawIntBits((float) total);
                }
            }
        });
    }

    /** Returns the factor [row][k] in the registers of the threads: each warp has 16 rows, as in {@code mma.sync}. */
    private static float[] fromRegisters(Block block, int[] registers, int first, boolean tf32) {
        int terms = tf32 ? 8 : 16;
        float[] numbers = new float[M * terms];
        for (int e = 0; e < registers.length; e++) {
            for (int warp = 0; warp < THREADS / Block.WARP; warp++) {
                MatrixProduct.collect(block.ints(registers[e]), first + Block.WARP * warp, tf32, terms, 16 * warp + e % 2 * 8,
                        e / 2,
                        numbers);
            }
        }
        return numbers;
    }

    private static float[] matrix(Reader reader, int lines, boolean across, boolean tf32) {
        return across ? across(reader, lines) : along(reader, lines, tf32);
    }

    /** Returns the factor [line][k] of a descriptor, where a line of 128 bytes holds one row or column. */
    private static float[] along(Reader reader, int lines, boolean tf32) {
        int terms = tf32 ? 8 : 16;
        float[] numbers = new float[lines * terms];
        for (int line = 0; line < lines; line++) {
            for (int at = 0; at < BYTES; at += 4) {
                int bits = reader.word(line / 8 * reader.eightLines + line % 8 * reader.lineBytes + at);
                if (tf32) {
                    numbers[line * terms + at / 4] = Float.intBitsToFloat(bits & 0xFFFFE000);
                } else {
                    numbers[line * terms + at / 2] = Float.intBitsToFloat(bits << 16);
                    numbers[line * terms + at / 2 + 1] = Float.intBitsToFloat(bits & 0xFFFF0000);
                }
            }
        }
        reader.noteWhatWasRead();
        return numbers;
    }

    /**
     * Returns the factor [row or column][k] of bfloat16. A line of 128 bytes holds 64 rows or columns of one k; further lines hold
     * the others.
     */
    private static float[] across(Reader reader, int count) {
        int terms = 16;
        float[] numbers = new float[count * terms];
        for (int term = 0; term < terms; term++) {
            for (int i = 0; i < count; i += 2) {
                int bits = reader.word(term / 8 * reader.eightLines + term % 8 * 128 + i / 64 * reader.continuation + i % 64 * 2);
                numbers[i * terms + term] = Float.intBitsToFloat(bits << 16);
                numbers[(i + 1) * terms + term] = Float.intBitsToFloat(bits & 0xFFFF0000);
            }
        }
        reader.noteWhatWasRead();
        return numbers;
    }

    /** Reads a matrix by its descriptor, and records the words that it reads. */
    private static final class Reader {
        private final Block block;
        private final int lane;
        private final long begin;
        private final long continuation;
        private final long eightLines;
        private final int lineBytes;
        private int lowest = Integer.MAX_VALUE;
        private int highest;

        Reader(Block block, long descriptor, int lane) {
            this.block = block;
            this.lane = lane;
            begin = (descriptor & 0x3FFF) << 4;
            continuation = (descriptor >>> 16 & 0x3FFF) << 4;
            eightLines = (descriptor >>> 32 & 0x3FFF) << 4;
            lineBytes = descriptor >>> 62 == 1 ? 128 : 64;
            if (descriptor >>> 62 != 1 && descriptor >>> 62 != 2) {
                throw new AccessFault(lane, FaultKind.ARITHMETIC,
                        "multiplies a matrix whose descriptor 0x" + Long.toHexString(descriptor)
                                + " names no lines of 128 or 64 bytes");
            }
        }

        int word(long offset) {
            int word = block.shared().locate(Swizzle.swizzled(begin + offset, lineBytes), 4, lane, "multiplies");
            lowest = Math.min(lowest, word);
            highest = Math.max(highest, word);
            return block.shared().loadUnrecorded(word, block.stamp(lane));
        }

        void noteWhatWasRead() {
            block.products(lane / THREADS).add(lowest, highest);
        }
    }

    private interface Work {
        void of(int warpgroup);
    }

    /** Runs an instruction for each warpgroup, after checking that all of its threads run it. */
    private static void forWarpgroups(int[] lanes, int count, Work work) {
        for (int i = 0; i < count; i += THREADS) {
            int last = i + THREADS - 1;
            if (lanes[i] % THREADS != 0 || last >= count || lanes[last] != lanes[i] + THREADS - 1) {
                throw new AccessFault(lanes[i], FaultKind.WARP, "multiplies without all 128 threads of its warpgroup");
            }
            work.of(lanes[i] / THREADS);
        }
    }
}
