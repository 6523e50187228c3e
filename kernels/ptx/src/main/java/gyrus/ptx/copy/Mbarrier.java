package gyrus.ptx.copy;

import gyrus.ptx.instruction.Accesses;
import gyrus.ptx.instruction.Action;
import gyrus.ptx.instruction.Operands;
import gyrus.ptx.source.Statement;

/** Compiles {@code mbarrier}: barriers in shared memory that count arrivals and bytes. */
public final class Mbarrier {

    private Mbarrier() {}

    /**
     * Compiles {@code mbarrier.init.shared::cta.b64 [a], count}, {@code mbarrier.arrive...} and {@code
     * mbarrier.try_wait.parity...}.
     */
    public static Action compile(Operands operands, Statement statement) {
        Accesses accesses = new Accesses(operands);
        if (statement.has("try_wait") && statement.has("parity")) {
            int result = operands.intPlace(statement.operand(0));
            Operands.Source places = accesses.address(statement.operand(1));
            int parity = operands.intPlace(statement.operand(2));
            return new Action.Await((block, lane) -> block.barriers()
                    .isComplete(block, places.get(block, lane), block.ints(parity)[lane], lane), result);
        }
        boolean arrives = statement.has("arrive");
        Operands.Source places = accesses.address(statement.operand(arrives ? 1 : 0));
        boolean counts = !arrives || statement.has("expect_tx");
        int number = counts ? operands.intPlace(statement.operand(arrives ? 2 : 1)) : operands.constant(0);
        if (!arrives && !statement.has("init")) {
            throw statement.unsupported();
        }
        return (Action.Compute) (block, lanes, count) -> {
            for (int i = 0; i < count; i++) {
                int lane = lanes[i];
                long place = places.get(block, lane);
                if (arrives) {
                    block.barriers().arrive(place, block.ints(number)[lane], lane);
                } else {
                    block.barriers().initialize(place, block.ints(number)[lane]);
                }
            }
        };
    }
}
