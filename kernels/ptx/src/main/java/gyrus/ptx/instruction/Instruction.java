package gyrus.ptx.instruction;

import gyrus.ptx.source.Statement;

/**
 * A statement made ready to run.
 *
 * @param guard the place of its predicate, or -1
 */
public record Instruction(Statement statement, Action action, int guard, boolean guardNegated) {

    public boolean isGuarded() {
        return guard >= 0;
    }
}
