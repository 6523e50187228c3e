package gyrus.ptx.copy;

import gyrus.ptx.block.AsyncCopies;
import gyrus.ptx.instruction.Accesses;
import gyrus.ptx.instruction.Action;
import gyrus.ptx.instruction.Operands;
import gyrus.ptx.instruction.Space;
import gyrus.ptx.memory.GlobalMemory;
import gyrus.ptx.memory.Region;
import gyrus.ptx.source.Operand;
import gyrus.ptx.source.Statement;
import gyrus.ptx.source.Type;

/** Compiles {@code cp.async}: copies from global to shared memory that overlap with later instructions. */
public final class AsyncCopy {

    private final Operands operands;

    /** Creates a compiler for the statements of one kernel. */
    public AsyncCopy(Operands operands) {
        this.operands = operands;
    }

    /** Returns the action of a statement. */
    public Action.Compute compile(Statement statement) {
        if (statement.has("commit_group")) {
            return (block, lanes, count) -> {
                for (int i = 0; i < count; i++) {
                    AsyncCopies.open(block.copies(lanes[i])).commit();
                }
            };
        }
        if (statement.has("wait_group") || statement.has("wait_all")) {
            int left = statement.has("wait_all") ? 0 : (int) ((Operand.Immediate) statement.operand(0)).bits();
            return (block, lanes, count) -> {
                for (int i = 0; i < count; i++) {
                    AsyncCopies.await(block, lanes[i], left);
                }
            };
        }
        return copy(statement);
    }

    /** Compiles {@code cp.async.ca.shared.global [to], [from], size, sourceSize}; bytes beyond the size of the source are zero. */
    private Action.Compute copy(Statement statement) {
        if (!statement.has("shared") || !statement.has("global")) {
            throw statement.unsupported();
        }
        Accesses accesses = new Accesses(operands);
        Operands.Source to = accesses.address(statement.operand(0));
        Operands.Source from = accesses.address(statement.operand(1));
        int size = (int) ((Operand.Immediate) statement.operand(2)).bits();
        Operands.Source sourceSize = statement.operands().size() > 3
                ? operands.source(statement.operand(3), Type.B32)
                : (block, lane) -> size;
        return new Action.Access(Space.GLOBAL, size, from, (block, lanes, count) -> {
            for (int i = 0; i < count; i++) {
                int lane = lanes[i];
                long stamp = block.stamp(lane);
                int word = block.shared().locate(to.get(block, lane), size, lane, "copies to");
                int present = (int) sourceSize.get(block, lane);
                AsyncCopies.Group group = AsyncCopies.open(block.copies(lane));
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
                    group.add(word + e, value);
                }
            }
        });
    }
}
