package gyrus.app.factor;

/** Which weights a pre-trained network takes over; the others begin as in a network that is not pre-trained. */
public enum Transfer {
    /** The network takes over all weights, the output layer included. */
    ALL,
    /** The network takes over all weights but those of the output layer. */
    NO_HEAD,
    /** The network takes over the weights of the encoder. */
    ENCODER;

    /** Returns whether it takes over the parameter of a Dense-U-Net that has this name. */
    public boolean takes(String parameter) {
        return switch (this) {
            case ALL -> true;
            case NO_HEAD -> !parameter.startsWith("head.");
            case ENCODER -> parameter.startsWith("down");
        };
    }
}
