package gyrus.kernels.cuda.ptx;

/**
 * A statement made ready to run.
 *
 * @param guard the place of its predicate, or -1
 */
record Instruction(Statement statement, Action action, int guard, boolean guardNegated) {

    boolean isGuarded() {
        return guard >= 0;
    }
}
