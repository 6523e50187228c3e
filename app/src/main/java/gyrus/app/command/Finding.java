package gyrus.app.command;

/**
 * One thing {@code gyrus doctor} looked at.
 *
 * @param value  what was found
 * @param ok     whether it serves
 * @param advice what to do when it does not; empty otherwise
 */
record Finding(String name, String value, boolean ok, String advice) {

    static Finding good(String name, String value) {
        return new Finding(name, value, true, "");
    }

    static Finding bad(String name, String value, String advice) {
        return new Finding(name, value, false, advice);
    }
}
