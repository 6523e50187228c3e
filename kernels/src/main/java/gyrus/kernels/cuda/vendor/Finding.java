package gyrus.kernels.cuda.vendor;

/**
 * One thing of CUDA that was looked for on this machine.
 *
 * @param value what was found, or why nothing was
 * @param advice what to do when it does not serve; empty otherwise
 */
public record Finding(String name, String value, boolean ok, String advice) {

    static Finding good(String name, String value) {
        return new Finding(name, value, true, "");
    }

    static Finding bad(String name, String value, String advice) {
        return new Finding(name, value, false, advice);
    }
}
