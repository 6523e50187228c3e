package gyrus.ptx.instruction;

import gyrus.ptx.block.Block;
import gyrus.ptx.fault.AccessFault;
import gyrus.ptx.fault.FaultKind;
import gyrus.ptx.source.Operand;
import gyrus.ptx.source.Statement;
import gyrus.ptx.source.Type;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntBinaryOperator;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Compiles instructions by which the threads of a warp exchange registers or wait for each other: shuffles, votes, matches,
 * reductions.
 */
public final class WarpExchange {

    private final Operands operands;

    /** Creates a compiler for the statements of one kernel. */
    public WarpExchange(Operands operands) {
        this.operands = operands;
    }

    /** Returns the action of a statement. */
    public Action.Compute compile(Statement statement) {
        return switch (statement.base()) {
            case "shfl" -> shuffle(statement);
            case "vote" -> vote(statement);
            case "match" -> match(statement);
            case "redux" -> reduce(statement);
            default -> activeMask(statement);
        };
    }

    /**
     * Runs an instruction that all threads of a warp run together, once for each warp.
     *
     * @param warp receives the first thread of each warp
     */
    public static void forWholeWarps(Block block, int[] lanes, int count, IntConsumer warp) {
        int[] active = Block.activeMasks(block.threads(), lanes, count);
        for (int w = 0; w < active.length; w++) {
            if (active[w] != 0) {
                requireAll(active[w], -1, w * Block.WARP);
                warp.accept(w * Block.WARP);
            }
        }
    }

    private static void requireAll(int active, int wanted, int first) {
        if ((wanted & ~active) != 0) {
            throw new AccessFault(first + Integer.numberOfTrailingZeros(active), FaultKind.WARP,
                    "exchanges with the threads of its warp that mask "
                            + mask(wanted) + " names, but only " + mask(active) + " have come here");
        }
    }

    private static String mask(int bits) {
        return String.format(Locale.ROOT, "0x%08x", bits);
    }

    /** Compiles {@code shfl.sync.bfly.b32 d|p, a, b, c, mask}; c holds the bounds of the segment, as in the PTX manual. */
    private Action.Compute shuffle(Statement statement) {
        boolean pair = statement.operand(0) instanceof Operand.Pair;
        int result = operands.intPlace(pair ? ((Operand.Pair) statement.operand(0)).first() : statement.operand(0));
        int valid = pair ? operands.intPlace(((Operand.Pair) statement.operand(0)).second()) : -1;
        int from = operands.intPlace(statement.operand(1));
        int distances = operands.intPlace(statement.operand(2));
        int bounds = operands.intPlace(statement.operand(3));
        int masks = operands.intPlace(statement.operand(4));
        String mode = statement.has("bfly") ? "bfly" : statement.has("down") ? "down" : statement.has("up") ? "up" : "idx";
        return (block, lanes, count) -> {
            int[] active = Block.activeMasks(block.threads(), lanes, count);
            int[] values = block.ints(from).clone();
            for (int i = 0; i < count; i++) {
                int lane = lanes[i];
                int first = lane / Block.WARP * Block.WARP;
                int mask = block.ints(masks)[lane];
                requireAll(active[lane / Block.WARP], mask, first);
                int within = lane - first;
                int source = source(mode, within, block.ints(distances)[lane] & 31, block.ints(bounds)[lane]);
                boolean inBounds = source >= 0;
                source = inBounds ? source : within;
                if ((mask >>> source & 1) == 0) {
                    throw new AccessFault(lane, FaultKind.WARP,
                            "reads from lane " + source + " of its warp, which is not in mask " + mask(mask));
                }
                block.ints(result)[lane] = values[first + source];
                if (valid >= 0) {
                    block.ints(valid)[lane] = inBounds ? 1 : 0;
                }
            }
        };
    }

    /** Returns the thread to read from, or -1 if it lies outside the segment. */
    private static int source(String mode, int lane, int distance, int bounds) {
        int clamp = bounds & 31;
        int segment = bounds >>> 8 & 31;
        int max = lane & segment | clamp & ~segment;
        int min = lane & segment;
        return switch (mode) {
            case "up" -> lane - distance >= max ? lane - distance : -1;
            case "down" -> lane + distance <= max ? lane + distance : -1;
            case "bfly" -> (lane ^ distance) <= max ? lane ^ distance : -1;
            default -> {
                int source = min | distance & ~segment;
                yield source <= max ? source : -1;
            }
        };
    }

    /** Compiles {@code vote.sync.any.pred p, q, mask} and {@code vote.sync.ballot.b32 d, q, mask}. */
    private Action.Compute vote(Statement statement) {
        int result = operands.intPlace(statement.operand(0));
        boolean negated = statement.operand(1) instanceof Operand.Negated;
        int predicate = operands.intPlace(negated ? ((Operand.Negated) statement.operand(1)).predicate() : statement.operand(1));
        int masks = operands.intPlace(statement.operand(2));
        return (block, lanes, count) -> {
            int[] active = Block.activeMasks(block.threads(), lanes, count);
            int[] votes = new int[active.length];
            for (int i = 0; i < count; i++) {
                int vote = block.ints(predicate)[lanes[i]] ^ (negated ? 1 : 0);
                votes[lanes[i] / Block.WARP] |= vote << lanes[i] % Block.WARP;
            }
            for (int i = 0; i < count; i++) {
                int lane = lanes[i];
                int mask = block.ints(masks)[lane];
                requireAll(active[lane / Block.WARP], mask, lane / Block.WARP * Block.WARP);
                int given = votes[lane / Block.WARP] & mask;
                boolean uniform = given == 0 || given == mask;
                block.ints(result)[lane] = statement.has("ballot") ? given
                        : statement.has("any") ? (given != 0 ? 1 : 0)
                        : statement.has("all") ? (given == mask ? 1 : 0) : uniform ? 1 : 0;
            }
        };
    }

    /** Compiles {@code bar.warp.sync mask}, which orders earlier accesses of its threads before later ones. */
    public Action.Compute barrier(Statement statement) {
        int masks = operands.intPlace(statement.operand(0));
        return (block, lanes, count) -> {
            int[] active = Block.activeMasks(block.threads(), lanes, count);
            for (int i = 0; i < count; i++) {
                int lane = lanes[i];
                requireAll(active[lane / Block.WARP], block.ints(masks)[lane] & existing(block, lane),
                        lane / Block.WARP * Block.WARP);
            }
            int[] named = Arrays.stream(lanes, 0, count)
                    .filter(lane -> (block.ints(masks)[lane] >>> lane % Block.WARP & 1) != 0).toArray();
            if (named.length > 0) {
                block.passWarpBarrier(named);
            }
        };
    }

    /** Returns the mask of the threads in a warp; the last warp of a block may have fewer than 32. */
    private static int existing(Block block, int lane) {
        int threads = block.threads() - lane / Block.WARP * Block.WARP;
        return threads >= Block.WARP ? -1 : (1 << threads) - 1;
    }

    /** Compiles {@code match.any.sync.b32 d, a, mask} and {@code match.all.sync.b64 d|p, a, mask}. */
    private Action.Compute match(Statement statement) {
        boolean all = statement.has("all");
        Operand to = statement.operand(0);
        int result = operands.intPlace(to instanceof Operand.Pair(Operand first, Operand second) ? first : to);
        int holds = to instanceof Operand.Pair(Operand first, Operand second) ? operands.intPlace(second) : -1;
        Operands.Source values = operands.source(statement.operand(1), statement.type());
        int masks = operands.intPlace(statement.operand(2));
        return (block, lanes, count) -> {
            int[] active = Block.activeMasks(block.threads(), lanes, count);
            for (int i = 0; i < count; i++) {
                int lane = lanes[i];
                int first = lane / Block.WARP * Block.WARP;
                int mask = block.ints(masks)[lane];
                requireAll(active[lane / Block.WARP], mask, first);
                int equal = 0;
                for (int other = 0; other < Block.WARP; other++) {
                    if ((mask >>> other & 1) != 0 && values.get(block, first + other) == values.get(block, lane)) {
                        equal |= 1 << other;
                    }
                }
                block.ints(result)[lane] = !all ? equal : equal == mask ? mask : 0;
                if (holds >= 0) {
                    block.ints(holds)[lane] = equal == mask ? 1 : 0;
                }
            }
        };
    }

    /** Compiles {@code redux.sync.add.s32 d, a, mask}. */
    private Action.Compute reduce(Statement statement) {
        Type type = statement.type();
        IntBinaryOperator operator = statement.has("add") ? Integer::sum
                : statement.has("min") ? (a, b) -> (int) IntegerArithmetic.pick(type, type.number(a), type.number(b), true)
                : statement.has("max") ? (a, b) -> (int) IntegerArithmetic.pick(type, type.number(a), type.number(b), false)
                : statement.has("and") ? (a, b) -> a & b : statement.has("or") ? (a, b) -> a | b : (a, b) -> a ^ b;
        if (type.isFloat()) {
            throw statement.unsupported();
        }
        int result = operands.intPlace(statement.operand(0));
        int from = operands.intPlace(statement.operand(1));
        int masks = operands.intPlace(statement.operand(2));
        return (block, lanes, count) -> {
            int[] active = Block.activeMasks(block.threads(), lanes, count);
            int[] values = block.ints(from).clone();
            for (int i = 0; i < count; i++) {
                int lane = lanes[i];
                int first = lane / Block.WARP * Block.WARP;
                int mask = block.ints(masks)[lane];
                requireAll(active[lane / Block.WARP], mask, first);
                block.ints(result)[lane] = IntStream.range(0, Block.WARP).filter(other -> (mask >>> other & 1) != 0)
                        .map(other -> values[first + other]).reduce(operator).orElseThrow();
            }
        };
    }

    private Action.Compute activeMask(Statement statement) {
        int result = operands.intPlace(statement.operand(0));
        return (block, lanes, count) -> {
            int[] active = Block.activeMasks(block.threads(), lanes, count);
            for (int i = 0; i < count; i++) {
                block.ints(result)[lanes[i]] = active[lanes[i] / Block.WARP];
            }
        };
    }
}
