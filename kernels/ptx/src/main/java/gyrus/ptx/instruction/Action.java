package gyrus.ptx.instruction;

import gyrus.ptx.block.Block;
import java.util.Optional;

/** The effect of an instruction. */
public sealed interface Action {

    /** Changes registers and memory of the threads that run it. */
    @FunctionalInterface
    non-sealed interface Compute extends Action {
        /** Runs the instruction for the threads {@code lanes[0 .. count-1]}, which are in ascending order. */
        void run(Block block, int[] lanes, int count);
    }

    /** Reads or writes a number of bytes at an address of each thread. */
    record Access(Space space, int bytes, Operands.Source addresses, Compute compute) implements Compute {
        @Override
        public void run(Block block, int[] lanes, int count) {
            compute.run(block, lanes, count);
        }
    }

    /** Continues at another instruction. */
    record Branch(int target) implements Action {}

    /**
     * Waits for all threads of the block, or for some.
     *
     * @param number the number of the barrier
     * @param threads the number of threads that it waits for; empty for all threads of the block
     * @param reduction combines a predicate of all threads
     */
    record Barrier(Operands.Source number, Optional<Operands.Source> threads, Optional<Reduction> reduction) implements Action {}

    /**
     * The combination of a predicate of all threads at a barrier: {@code bar.red.popc.u32 d, a, p}, {@code .and.pred}, {@code
     * .or.pred}.
     */
    record Reduction(String operator, int result, int predicate, boolean negated) {}

    /** Continues, with a true predicate, once a condition holds. */
    record Await(Condition condition, int predicate) implements Action {
        /** A condition that a thread waits for. */
        @FunctionalInterface
        public interface Condition {
            /** Returns whether a thread may continue. */
            boolean holds(Block block, int lane);
        }
    }

    /** Ends the thread. */
    record Exit() implements Action {}
}
