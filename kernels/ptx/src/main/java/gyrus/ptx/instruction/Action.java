package gyrus.ptx.instruction;

import gyrus.ptx.block.Block;
import java.util.Optional;

/** The effect of an instruction. */
public sealed interface Action {

    /** Works on registers and memory of the threads that run it. */
    @FunctionalInterface
    non-sealed interface Compute extends Action {
        /** For the threads {@code lanes[0 .. count-1]}, in ascending order. */
        void run(Block block, int[] lanes, int count);
    }

    /** Reads or writes a number of bytes at an address of each thread. */
    record Access(Space space, int bytes, Operands.Source addresses, Compute compute) implements Compute {
        @Override
        public void run(Block block, int[] lanes, int count) {
            compute.run(block, lanes, count);
        }
    }

    /** Goes on at another instruction. */
    record Branch(int target) implements Action {}

    /**
     * Waits for all threads of the block, or for some.
     *
     * @param number the barrier's number
     * @param threads the threads that it waits for; empty for all of the block
     * @param reduction combines a predicate of all threads
     */
    record Barrier(Operands.Source number, Optional<Operands.Source> threads, Optional<Reduction> reduction) implements Action {}

    /** {@code bar.red.popc.u32 d, a, p}, {@code .and.pred}, {@code .or.pred}: what a barrier tells all threads of a predicate. */
    record Reduction(String operator, int result, int predicate, boolean negated) {}

    /** Goes on, with a true predicate, once what it waits for is so. */
    record Await(Condition condition, int predicate) implements Action {
        /** Whether a thread may go on. */
        @FunctionalInterface
        public interface Condition {
            boolean holds(Block block, int lane);
        }
    }

    /** Ends the thread. */
    record Exit() implements Action {}
}
