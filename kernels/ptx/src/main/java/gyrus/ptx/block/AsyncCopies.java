package gyrus.ptx.block;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Asynchronous copies from global to shared memory, {@code cp.async}.
 *
 * <p>An access to the target of a copy before the thread has waited for the copy is a fault, which is checked word by word.
 */
public final class AsyncCopies {

    private AsyncCopies() {}

    /** The copies of one thread between two commits. */
    public static final class Group {
        private final List<Copy> copies = new ArrayList<>();
        private boolean committed;

        /** Adds a copy of one word. */
        public void add(int word, int value) {
            copies.add(new Copy(word, value));
        }

        /** Closes the group; later copies go to a new one. */
        public void commit() {
            committed = true;
        }
    }

    private record Copy(int word, int value) {}

    /** Returns a queue of groups for each thread, oldest first. */
    public static Queue<Group>[] queues(int threads) {
        @SuppressWarnings({"unchecked", "rawtypes"}) // arrays of generic types cannot be created
        Queue<Group>[] queues = new Queue[threads];
        for (int i = 0; i < threads; i++) {
            queues[i] = new ArrayDeque<>();
        }
        return queues;
    }

    /** Returns the group that copies are added to: the last one unless it was committed, else a new one. */
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

    /** Finishes the oldest groups of a thread until {@code left} groups remain. */
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
