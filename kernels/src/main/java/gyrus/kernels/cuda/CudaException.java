package gyrus.kernels.cuda;

/** The GPU, or its driver, is missing or refused something; the message says what was asked, what is there and what to do. */
public final class CudaException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    public CudaException(String message) {
        super(message);
    }
}
