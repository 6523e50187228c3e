package gyrus.ptx.instruction;

import gyrus.ptx.source.Statement;

/**
 * A compiled statement.
 *
 * @param statement the statement
 * @param action its effect
 * @param guard the register of its predicate, or -1
 * @param guardNegated whether it runs where the predicate is false
 */
public record Instruction(Statement statement, Action action, int guard, boolean guardNegated) {

    /** Returns whether the instruction has a predicate. */
    public boolean isGuarded() {
        return guard >= 0;
    }
}
