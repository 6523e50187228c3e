package gyrus.kernels.cuda.vendor;

/** The result of a search: a value, or the reason why it is missing. */
public sealed interface Found<T> {

    /** The thing that was found. */
    record Here<T>(T value) implements Found<T> {}

    /** The reason why nothing was found. */
    record Missing<T>(String reason) implements Found<T> {}

    /** Returns a value that was found. */
    static <T> Found<T> here(T value) {
        return new Here<>(value);
    }

    /** Returns the reason why nothing was found. */
    static <T> Found<T> missing(String reason) {
        return new Missing<>(reason);
    }
}
