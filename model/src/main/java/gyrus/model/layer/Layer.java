package gyrus.model.layer;

import gyrus.engine.Parameters;
import gyrus.engine.RandomStream;

/** A part of a network with weights: their names and shapes. The values are in {@link Parameters}. */
public interface Layer {

    /** Declares the layer's parameters with their shapes. */
    void declare(Parameters.Declaration declaration);

    /** Fills the layer's weights with random initial values; biases stay zero. */
    void initialize(Parameters parameters, RandomStream random);
}
