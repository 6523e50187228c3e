package gyrus.kernels.cuda.launch;

import gyrus.kernels.device.DeviceException;

/** The GPU, or its driver, is missing or refused something; the message says what was asked, what is there and what to do. */
public final class CudaException extends DeviceException {

    private static final long serialVersionUID = 1;

    public CudaException(String message) {
        super(message);
    }
}
