package gyrus.model.module;

import gyrus.engine.Parameters;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;
import gyrus.engine.random.RandomStream;

/** A table of vectors {@code name.weight} [rows,size], at first standard normal; it maps each index to its row. */
public record Embedding(String name, int rows, int size) implements Module {

    @Override
    public void declare(Parameters.Declaration declaration) {
        declaration.add(name + ".weight", new Shape(rows, size));
    }

    @Override
    public void initialize(Parameters parameters, RandomStream random) {
        Initializer.STANDARD_NORMAL.fill(parameters.get(name + ".weight"), rows, size, random);
    }

    /** Maps indices x [..], whole numbers from 0 to rows - 1, to [..,size]. */
    @Override
    public Tensor forward(Parameters parameters, Tensor x) {
        return parameters.get(name + ".weight").embedding(x);
    }
}
