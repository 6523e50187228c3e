package gyrus.kernels.cuda.vendor;

/** Something that is here, or the reason why it is not. */
public sealed interface Found<T> {

    /** The thing that was found. */
    record Here<T>(T value) implements Found<T> {}

    /** The reason why nothing was found. */
    record Missing<T>(String reason) implements Found<T> {}

    static <T> Found<T> here(T value) {
        return new Here<>(value);
    }

    static <T> Found<T> missing(String reason) {
        return new Missing<>(reason);
    }
}
