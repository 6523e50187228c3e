package gyrus.model.module;

import gyrus.engine.Parameters;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;
import gyrus.engine.random.RandomStream;

/**
 * Dropout: while a step trains, each element becomes zero with probability p, and the others are divided by 1 - p (Srivastava et
 * al., 2014). Every step has another mask. The state {@code name.key} [8] determines the next mask; a checkpoint holds it, so a
 * training that is resumed draws the masks of one that was not interrupted.
 *
 * @param p at least 0 and less than 1
 */
public record Dropout(String name, double p) implements Module {

    private static final int KEY = 8; // numbers

    public Dropout {
        if (!(p >= 0 && p < 1)) {
            throw new IllegalArgumentException(
                    "dropout " + name + ": the probability is " + p + "; it must be at least 0 and less than 1");
        }
    }

    @Override
    public void declare(Parameters.Declaration declaration) {
        declaration.addState(name + ".key", new Shape(KEY));
    }

    @Override
    public void initialize(Parameters parameters, RandomStream random) {
        parameters.get(name + ".key").set(random.key());
    }

    /** Drops elements of x, any shape, in a training step; returns x in an inference step. */
    @Override
    public Tensor forward(Parameters parameters, Tensor x) {
        return x.dropout(p, parameters.get(name + ".key"));
    }
}
