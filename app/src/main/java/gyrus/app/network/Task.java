package gyrus.app.network;

/** The output that a network was trained to produce from a slice. */
public enum Task {
    /** The probability of brain. */
    SEGMENTATION,
    /** The slice without its noise. */
    DENOISING
}
