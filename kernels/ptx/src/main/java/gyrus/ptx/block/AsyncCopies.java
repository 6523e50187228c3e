package gyrus.ptx.block;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Copies from global to shared memory that are under way while the program goes on: {@code cp.async}.
 *
 * <p>What is being copied to must not be touched before it was waited for; that is checked word by word.
 */
public final class AsyncCopies {

    private AsyncCopies() {}

    /** The copies of one thread between two commits. */
    public static final class Group {
        private final List<Copy> copies = new ArrayList<>();
        private boolean committed;

        public void add(int word, int value) {
            copies.add(new Copy(word, value));
        }

        public void commit() {
            committed = true;
        }
    }

    private record Copy(int word, int value) {}

    /** One queue of groups for each thread, oldest first. */
    public static Queue<Group>[] queues(int threads) {
        @SuppressWarnings({"unchecked", "rawtypes"}) // arrays of generic types cannot be made
        Queue<Group>[] queues = new Queue[threads];
        for (int i = 0; i < threads; i++) {
            queues[i] = new ArrayDeque<>();
        }
        return queues;
    }

    /** The group that copies go to: the last one, unless it was committed. */
    public static Group open(Queue<Group> groups) {
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

    /** Finishes the oldest groups until that many are left. */
    public static void await(Block block, int lane, int left) {
        Queue<Group> groups = block.copies(lane);
        long committed = groups.stream().filter(group -> group.committed).count();
        for (; committed > left; committed--) {
            for (Copy copy : groups.remove().copies) {
                block.shared().endCopy(copy.word, copy.value, block.stamp(lane));
            }
        }
    }
}
