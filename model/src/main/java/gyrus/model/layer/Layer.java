package gyrus.model.layer;

import gyrus.engine.Parameters;
import gyrus.engine.RandomStream;

/** A part of a network that has weights. It only describes them; the numbers lie in {@link Parameters}. */
public interface Layer {

    /** Names the layer's parameters and their shapes. */
    void declare(Parameters.Declaration declaration);

    /** Fills the layer's weights with random numbers; biases stay zero. */
    void initialize(Parameters parameters, RandomStream random);
}
