package gyrus.app.network;

/** What a network was trained to make of a slice. */
public enum Task {
    /** The probability of brain. */
    SEGMENTATION,
    /** The slice without its noise. */
    DENOISING
}
