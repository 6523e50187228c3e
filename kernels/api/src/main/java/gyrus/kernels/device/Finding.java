package gyrus.kernels.device;

/**
 * One thing that Gyrus needs, or a device of it, and that was looked for on this machine.
 *
 * @param value what was found, or why nothing was
 * @param advice what to do when it does not serve; empty otherwise
 */
public record Finding(String name, String value, boolean ok, String advice) {

    public static Finding good(String name, String value) {
        return new Finding(name, value, true, "");
    }

    public static Finding bad(String name, String value, String advice) {
        return new Finding(name, value, false, advice);
    }
}
