package gyrus.kernels.cuda.launch;

import gyrus.kernels.device.DeviceException;

/**
 * Thrown if a GPU or its driver is missing or fails. The message says what was requested, what this machine has, and what to do.
 */
public final class CudaException extends DeviceException {

    private static final long serialVersionUID = 1;

    /** Creates the error with a message of one line, which commands print as it is. */
    public CudaException(String message) {
        super(message);
    }
}
