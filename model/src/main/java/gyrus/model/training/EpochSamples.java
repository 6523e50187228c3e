package gyrus.model.training;

/**
 * The training samples of each epoch, such as images that are augmented anew. All epochs have an equal number of samples, of equal
 * shapes and kinds. A training that is resumed within an epoch asks for the samples of that epoch again, so each epoch has one set
 * of samples.
 */
@FunctionalInterface
public interface EpochSamples {

    /** Returns the samples of an epoch, counted from 1. */
    Samples of(int epoch);
}
