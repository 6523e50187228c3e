package gyrus.model.module;

import gyrus.engine.Parameters;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;
import gyrus.engine.random.RandomStream;

/**
 * A learned vector for each position of a sequence, {@code name.weight} [count,width], at first standard normal, which is added to
 * the vector at that position. A transformer learns from it where each of its inputs stands.
 */
public record Positions(String name, int count, int width) implements Module {

    @Override
    public void declare(Parameters.Declaration declaration) {
        declaration.add(name + ".weight", new Shape(count, width));
    }

    @Override
    public void initialize(Parameters parameters, RandomStream random) {
        Initializer.STANDARD_NORMAL.fill(parameters.get(name + ".weight"), count, width, random);
    }

    /** Maps x [..,count,width] to a tensor of the same shape. */
    @Override
    public Tensor forward(Parameters parameters, Tensor x) {
        return x.add(parameters.get(name + ".weight"));
    }
}
