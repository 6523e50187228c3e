package gyrus.model.module;

import gyrus.engine.Parameters;
import gyrus.engine.op.Shape;
import java.util.Arrays;

/** A normalization's parameters: factor {@code name.weight} [size], at first 1, and shift {@code name.bias} [size], at first 0. */
record FactorAndShift(String name, int size) {

    void declare(Parameters.Declaration declaration) {
        declaration.add(name + ".weight", new Shape(size));
        declaration.add(name + ".bias", new Shape(size));
    }

    void initialize(Parameters parameters) {
        float[] ones = new float[size];
        Arrays.fill(ones, 1);
        parameters.get(name + ".weight").set(ones);
    }
}
