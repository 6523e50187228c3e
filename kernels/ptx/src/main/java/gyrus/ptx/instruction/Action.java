package gyrus.ptx.instruction;

import gyrus.ptx.block.Block;

/** What an instruction does. */
public sealed interface Action {

    /** Works on registers and memory of the threads that run it. */
    @FunctionalInterface
    non-sealed interface Compute extends Action {
        /** For the threads {@code lanes[0 .. count-1]}, in ascending order. */
        void run(Block block, int[] lanes, int count);
    }

    /** Reads or writes so many bytes of memory at an address of each thread. */
    record Access(Space space, int bytes, Operands.Source addresses, Compute compute) implements Compute {
        @Override
        public void run(Block block, int[] lanes, int count) {
            compute.run(block, lanes, count);
        }
    }

    /** Goes on at another instruction. */
    record Branch(int target) implements Action {}

    /** Waits for all threads of the block. */
    record Barrier() implements Action {}

    /** Goes on, with a true predicate, once what it waits for is so. */
    record Await(Condition condition, int predicate) implements Action {
        @FunctionalInterface
        public interface Condition {
            boolean holds(Block block, int lane);
        }
    }

    /** Ends the thread. */
    record Exit() implements Action {}
}
