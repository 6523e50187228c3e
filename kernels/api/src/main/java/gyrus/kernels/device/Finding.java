package gyrus.kernels.device;

/**
 * The result of the search for one thing that a device needs, or for a device, on this machine.
 *
 * @param name the thing, such as {@code cuDNN}
 * @param value what was found, or why nothing was
 * @param ok whether it serves
 * @param advice what to do if it does not serve; empty otherwise
 */
public record Finding(String name, String value, boolean ok, String advice) {

    /** Returns the finding of a thing that serves. */
    public static Finding good(String name, String value) {
        return new Finding(name, value, true, "");
    }

    /** Returns the finding of a thing that is missing or does not serve. */
    public static Finding bad(String name, String value, String advice) {
        return new Finding(name, value, false, advice);
    }
}
