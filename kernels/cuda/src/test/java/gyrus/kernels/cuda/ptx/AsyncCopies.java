package gyrus.kernels.cuda.ptx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Copies from global to shared memory that are under way while the program goes on: {@code cp.async}.
 *
 * <p>What is being copied to must not be touched before it was waited for; that is checked word by word.
 */
final class AsyncCopies {

    /** The copies of one thread between two commits. */
    static final class Group {
        private final List<Copy> copies = new ArrayList<>();
        private boolean committed;
    }

    private record Copy(int word, int value) {}

    private final Compiler compiler;

    AsyncCopies(Compiler compiler) {
        this.compiler = compiler;
    }

    /** One queue of groups for each thread, oldest first. */
    static Queue<Group>[] queues(int threads) {
        @SuppressWarnings({"unchecked", "rawtypes"}) // arrays of generic types cannot be made
        Queue<Group>[] queues = new Queue[threads];
        for (int i = 0; i < threads; i++) {
            queues[i] = new ArrayDeque<>();
        }
        return queues;
    }

    Action.Compute compile(Statement statement) {
        if (statement.has("commit_group")) {
            return (block, lanes, count) -> {
                for (int i = 0; i < count; i++) {
                    open(block.copies(lanes[i])).committed = true;
                }
            };
        }
        if (statement.has("wait_group") || statement.has("wait_all")) {
            int left = statement.has("wait_all") ? 0 : (int) ((Operand.Immediate) statement.operand(0)).bits();
            return (block, lanes, count) -> {
                for (int i = 0; i < count; i++) {
                    await(block, lanes[i], left);
                }
            };
        }
        return copy(statement);
    }

    /** {@code cp.async.ca.shared.global [to], [from], size, sourceSize}: what the source lacks is filled with zeros. */
    private Action.Compute copy(Statement statement) {
        if (!statement.has("shared") || !statement.has("global")) {
            throw statement.unsupported();
        }
        Accesses accesses = new Accesses(compiler);
        Compiler.Source to = accesses.address(statement.operand(0));
        Compiler.Source from = accesses.address(statement.operand(1));
        int size = (int) ((Operand.Immediate) statement.operand(2)).bits();
        Compiler.Source sourceSize = statement.operands().size() > 3
                ? compiler.source(statement.operand(3), Type.B32)
                : (block, lane) -> size;
        return new Action.Access(Accesses.Space.GLOBAL, size, from, (block, lanes, count) -> {
            for (int i = 0; i < count; i++) {
                int lane = lanes[i];
                long stamp = block.stamp(lane);
                int word = block.shared().locate(to.get(block, lane), size, lane, "copies to");
                int present = (int) sourceSize.get(block, lane);
                Group group = open(block.copies(lane));
                Region source = null;
                int first = 0;
                if (present > 0) {
                    long address = from.get(block, lane);
                    source = block.global().find(address, lane);
                    first = source.locate(GlobalMemory.offset(address), present, size, lane, "copies from");
                }
                for (int e = 0; e < size / 4; e++) {
                    int value = 4 * e < present ? source.load(first + e, stamp) : 0;
                    block.shared().beginCopy(word + e, stamp);
                    group.copies.add(new Copy(word + e, value));
                }
            }
        });
    }

    /** The group that copies go to: the last one, unless it was committed. */
    private static Group open(Queue<Group> groups) {
        Group last = null;
        for (Group group : groups) {
            last = group;
        }
        if (last == null || last.committed) {
            last = new Group();
            groups.add(last);
        }
        return last;
    }

    /** Finishes the oldest groups until so many are left. */
    private static void await(Block block, int lane, int left) {
        Queue<Group> groups = block.copies(lane);
        long committed = groups.stream().filter(group -> group.committed).count();
        for (; committed > left; committed--) {
            for (Copy copy : groups.remove().copies) {
                block.shared().endCopy(copy.word, copy.value, block.stamp(lane));
            }
        }
    }
}
