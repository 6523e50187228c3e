package gyrus.model.module;

import gyrus.engine.Parameters;
import gyrus.engine.Tensor;
import gyrus.engine.random.RandomStream;
import java.util.function.UnaryOperator;

/** A module without parameters. */
record Function(UnaryOperator<Tensor> function) implements Module {

    @Override
    public void declare(Parameters.Declaration declaration) {}

    @Override
    public void initialize(Parameters parameters, RandomStream random) {}

    @Override
    public Tensor forward(Parameters parameters, Tensor x) {
        return function.apply(x);
    }
}
