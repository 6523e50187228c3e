package gyrus.kernels.device;

/**
 * Thrown if a device, its driver or one of its libraries is missing or fails. The message says what was requested, what this
 * machine has, and what to do.
 */
public class DeviceException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    /** Creates the error with a message of one line, which commands print as it is. */
    public DeviceException(String message) {
        super(message);
    }
}
