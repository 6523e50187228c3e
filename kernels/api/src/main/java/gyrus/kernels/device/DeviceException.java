package gyrus.kernels.device;

/**
 * A device, its driver or one of its libraries is missing or refused something. The message says what was asked, what is there and
 * what to do.
 */
public class DeviceException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    public DeviceException(String message) {
        super(message);
    }
}
